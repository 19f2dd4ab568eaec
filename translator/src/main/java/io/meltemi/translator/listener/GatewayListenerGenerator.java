package io.meltemi.translator.listener;

import io.envoyproxy.envoy.config.core.v3.TrafficDirection;
import io.envoyproxy.envoy.config.listener.v3.Listener;
import io.meltemi.translator.xds.XdsResource;
import io.meltemi.translator.xds.XdsType;

/** Spells one port of a gateway. Its traffic counts as outbound: it leaves for the mesh. */
final class GatewayListenerGenerator {

  private GatewayListenerGenerator() {}

  static XdsResource generate(GatewayListenerInputs inputs) {
    Listener.Builder listener =
        Listener.newBuilder().setTrafficDirection(TrafficDirection.OUTBOUND);
    BindConfigurer.configure(listener, inputs.bind());
    if (inputs.settings().proxyProtocol()) {
      ListenerFiltersConfigurer.proxyProtocol(listener);
    }
    FilterChainConfigurer.configure(
        listener, inputs.chains(), inputs.settings(), inputs.policies());
    // Envoy's own 15 seconds for a hello stand: what does not speak then is cut off.
    ListenerFiltersConfigurer.inspectors(listener, inputs.chains());
    AccessLogConfigurer.configure(listener, inputs.settings().accessLog());
    BufferLimitConfigurer.configure(listener, inputs.settings());
    return XdsResource.of(
        XdsType.LISTENER, inputs.bind().listenerName(), listener.build(), inputs.origins());
  }
}
