package io.meltemi.translator.listener;

import io.envoyproxy.envoy.config.core.v3.TrafficDirection;
import io.envoyproxy.envoy.config.listener.v3.Listener;
import io.meltemi.translator.xds.XdsResource;
import io.meltemi.translator.xds.XdsType;

/** Spells an inbound listener with a socket of its own. */
final class InboundListenerGenerator {

  private InboundListenerGenerator() {}

  static XdsResource generate(InboundListenerInputs inputs) {
    Listener.Builder listener = Listener.newBuilder().setTrafficDirection(TrafficDirection.INBOUND);
    BindConfigurer.configure(listener, inputs.bind());
    FilterChainConfigurer.configure(
        listener, inputs.chains(), inputs.settings(), inputs.policies());
    ListenerFiltersConfigurer.inspectors(listener, inputs.chains());
    ListenerFiltersConfigurer.detectionTimeout(listener, inputs.settings());
    AccessLogConfigurer.configure(listener, inputs.settings().accessLog());
    BufferLimitConfigurer.configure(listener, inputs.settings());
    return XdsResource.of(
        XdsType.LISTENER, inputs.bind().listenerName(), listener.build(), inputs.origins());
  }
}
