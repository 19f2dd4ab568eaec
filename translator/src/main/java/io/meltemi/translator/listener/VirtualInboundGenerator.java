package io.meltemi.translator.listener;

import com.google.protobuf.BoolValue;
import io.envoyproxy.envoy.config.core.v3.TrafficDirection;
import io.envoyproxy.envoy.config.listener.v3.Listener;
import io.meltemi.translator.naming.ListenerName;
import io.meltemi.translator.xds.XdsResource;
import io.meltemi.translator.xds.XdsType;

/** Spells {@code virtualInbound}. */
final class VirtualInboundGenerator {

  private VirtualInboundGenerator() {}

  static XdsResource generate(VirtualInboundInputs inputs) {
    Listener.Builder listener =
        Listener.newBuilder()
            .setName(ListenerName.VIRTUAL_INBOUND)
            .setTrafficDirection(TrafficDirection.INBOUND);
    BindConfigurer.address(listener, inputs.bind());
    ListenerFiltersConfigurer.originalDestination(listener);
    if (inputs.transparent()) {
      listener.setTransparent(BoolValue.of(true));
      ListenerFiltersConfigurer.originalSource(listener);
    }
    FilterChainConfigurer.configure(
        listener, inputs.chains(), inputs.settings(), inputs.policies());
    ListenerFiltersConfigurer.inspectors(listener, inputs.chains());
    ListenerFiltersConfigurer.detectionTimeout(listener, inputs.settings());
    AccessLogConfigurer.configure(listener, inputs.settings().accessLog());
    BufferLimitConfigurer.configure(listener, inputs.settings());
    return XdsResource.of(
        XdsType.LISTENER, ListenerName.VIRTUAL_INBOUND, listener.build(), inputs.origins());
  }
}
