package io.meltemi.translator.cluster;

import io.envoyproxy.envoy.config.cluster.v3.Cluster;
import io.envoyproxy.envoy.config.core.v3.ProxyProtocolConfig;
import io.envoyproxy.envoy.config.core.v3.TransportSocket;
import io.envoyproxy.envoy.extensions.transport_sockets.proxy_protocol.v3.ProxyProtocolUpstreamTransport;
import io.envoyproxy.envoy.extensions.transport_sockets.raw_buffer.v3.RawBuffer;
import io.meltemi.translator.config.TrafficPolicy;
import io.meltemi.translator.xds.Protos;

/** Puts the PROXY protocol's header around the {@code transport_socket} that is there already. */
final class ProxyProtocolConfigurer {
  private static final String NAME = "envoy.transport_sockets.upstream_proxy_protocol";

  private ProxyProtocolConfigurer() {}

  static void configure(TrafficPolicy.ProxyProtocol.Version version, Cluster.Builder cluster) {
    TransportSocket inner =
        cluster.hasTransportSocket()
            ? cluster.getTransportSocket()
            : TransportSocket.newBuilder()
                .setName("envoy.transport_sockets.raw_buffer")
                .setTypedConfig(Protos.any(RawBuffer.getDefaultInstance()))
                .build();
    ProxyProtocolUpstreamTransport outer =
        ProxyProtocolUpstreamTransport.newBuilder()
            .setConfig(
                ProxyProtocolConfig.newBuilder()
                    .setVersion(
                        switch (version) {
                          case V1 -> ProxyProtocolConfig.Version.V1;
                          case V2 -> ProxyProtocolConfig.Version.V2;
                        }))
            .setTransportSocket(inner)
            .build();
    cluster.setTransportSocket(
        TransportSocket.newBuilder().setName(NAME).setTypedConfig(Protos.any(outer)));
  }
}
