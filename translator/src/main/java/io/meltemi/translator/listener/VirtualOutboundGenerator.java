package io.meltemi.translator.listener;

import com.google.common.collect.ImmutableList;
import com.google.protobuf.BoolValue;
import io.envoyproxy.envoy.config.core.v3.TrafficDirection;
import io.envoyproxy.envoy.config.listener.v3.Listener;
import io.meltemi.translator.naming.ClusterName;
import io.meltemi.translator.naming.ListenerName;
import io.meltemi.translator.xds.XdsResource;
import io.meltemi.translator.xds.XdsType;

/** Spells {@code virtualOutbound}. */
final class VirtualOutboundGenerator {

  private VirtualOutboundGenerator() {}

  static XdsResource generate(VirtualOutboundInputs inputs) {
    Listener.Builder listener =
        Listener.newBuilder()
            .setName(ListenerName.VIRTUAL_OUTBOUND)
            .setTrafficDirection(TrafficDirection.OUTBOUND)
            .setUseOriginalDst(BoolValue.of(true));
    BindConfigurer.address(listener, inputs.bind());
    if (inputs.transparent()) {
      listener.setTransparent(BoolValue.of(true));
    }
    FilterChainConfigurer.configure(
        listener,
        ImmutableList.of(blackHole(inputs.bind().port()), catchAll(inputs)),
        inputs.settings());
    AccessLogConfigurer.configure(listener, inputs.settings().accessLog());
    BufferLimitConfigurer.configure(listener, inputs.settings());
    return XdsResource.of(
        XdsType.LISTENER, ListenerName.VIRTUAL_OUTBOUND, listener.build(), inputs.origins());
  }

  /** Who dials this port itself would be sent on to this port, round and round. */
  private static FilterChainInputs blackHole(int port) {
    return FilterChainInputs.of(
        ListenerName.VIRTUAL_OUTBOUND + "-blackhole",
        ChainMatch.toPort(port),
        ChainFilters.Tcp.to(ClusterName.BLACK_HOLE));
  }

  private static FilterChainInputs catchAll(VirtualOutboundInputs inputs) {
    return FilterChainInputs.of(
        ListenerName.VIRTUAL_OUTBOUND + "-catchall-tcp", ChainMatch.ALL, inputs.catchAll());
  }
}
