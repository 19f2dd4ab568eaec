package io.meltemi.translator.listener;

import io.envoyproxy.envoy.config.core.v3.TrafficDirection;
import io.envoyproxy.envoy.config.listener.v3.Listener;
import io.meltemi.translator.xds.XdsResource;
import io.meltemi.translator.xds.XdsType;

/** Spells an outbound listener. */
final class OutboundListenerGenerator {

  private OutboundListenerGenerator() {}

  static XdsResource generate(OutboundListenerInputs inputs) {
    Listener.Builder listener =
        Listener.newBuilder().setTrafficDirection(TrafficDirection.OUTBOUND);
    BindConfigurer.configure(listener, inputs.bind());
    if (!inputs.bindToPort()) {
      BindConfigurer.withoutSocket(listener);
    }
    FilterChainConfigurer.configure(listener, inputs.chains(), inputs.settings());
    inputs
        .fallback()
        .ifPresent(
            chain ->
                listener.setDefaultFilterChain(
                    FilterChainConfigurer.chain(chain, inputs.settings(), PolicyFilters.NONE)));
    ListenerFiltersConfigurer.inspectors(listener, inputs.chains());
    ListenerFiltersConfigurer.detectionTimeout(listener, inputs.settings());
    AccessLogConfigurer.configure(listener, inputs.settings().accessLog());
    BufferLimitConfigurer.configure(listener, inputs.settings());
    return XdsResource.of(
        XdsType.LISTENER, inputs.bind().listenerName(), listener.build(), inputs.origins());
  }
}
