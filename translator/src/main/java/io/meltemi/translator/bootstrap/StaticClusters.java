package io.meltemi.translator.bootstrap;

import com.google.common.net.HostAndPort;
import com.google.common.net.InetAddresses;
import com.google.protobuf.Any;
import com.google.protobuf.UInt32Value;
import com.google.protobuf.util.Durations;
import io.envoyproxy.envoy.config.cluster.v3.Cluster;
import io.envoyproxy.envoy.config.cluster.v3.Cluster.DiscoveryType;
import io.envoyproxy.envoy.config.cluster.v3.UpstreamConnectionOptions;
import io.envoyproxy.envoy.config.core.v3.Address;
import io.envoyproxy.envoy.config.core.v3.Http2ProtocolOptions;
import io.envoyproxy.envoy.config.core.v3.KeepaliveSettings;
import io.envoyproxy.envoy.config.core.v3.TcpKeepalive;
import io.envoyproxy.envoy.config.endpoint.v3.ClusterLoadAssignment;
import io.envoyproxy.envoy.config.endpoint.v3.Endpoint;
import io.envoyproxy.envoy.config.endpoint.v3.LbEndpoint;
import io.envoyproxy.envoy.config.endpoint.v3.LocalityLbEndpoints;
import io.envoyproxy.envoy.extensions.upstreams.http.v3.HttpProtocolOptions;
import io.envoyproxy.envoy.extensions.upstreams.http.v3.HttpProtocolOptions.ExplicitHttpConfig;
import io.meltemi.translator.xds.Protos;

/** The clusters that a bootstrap holds itself: one address, or one name to look up. */
final class StaticClusters {

  private static final String HTTP_OPTIONS =
      "envoy.extensions.upstreams.http.v3.HttpProtocolOptions";

  private StaticClusters() {}

  static Cluster http1(String name, HostAndPort where) {
    return Cluster.newBuilder()
        .setName(name)
        .setType(
            InetAddresses.isInetAddress(where.getHost())
                ? DiscoveryType.STATIC
                : DiscoveryType.STRICT_DNS)
        .setConnectTimeout(Durations.fromSeconds(1))
        .setLoadAssignment(
            ClusterLoadAssignment.newBuilder()
                .setClusterName(name)
                .addEndpoints(
                    LocalityLbEndpoints.newBuilder()
                        .addLbEndpoints(
                            LbEndpoint.newBuilder()
                                .setEndpoint(Endpoint.newBuilder().setAddress(address(where))))))
        .build();
  }

  /** Speaks HTTP/2. */
  static Cluster http2(String name, HostAndPort where) {
    return http2(name, where, keepAlive());
  }

  /** The same over TLS, each request with the proxy's token. */
  static Cluster http2(String name, Discovery.Secure where) {
    return SecureDiscovery.secured(
        http2(name, where.address(), SecureDiscovery.authenticating(keepAlive())), where);
  }

  /** The keep-alives by which a control plane that vanished silently is noticed. */
  private static HttpProtocolOptions keepAlive() {
    Http2ProtocolOptions http2 =
        Http2ProtocolOptions.newBuilder()
            .setConnectionKeepalive(
                KeepaliveSettings.newBuilder()
                    .setInterval(Durations.fromSeconds(30))
                    .setTimeout(Durations.fromSeconds(10)))
            .build();
    return HttpProtocolOptions.newBuilder()
        .setExplicitHttpConfig(ExplicitHttpConfig.newBuilder().setHttp2ProtocolOptions(http2))
        .build();
  }

  private static Cluster http2(String name, HostAndPort where, HttpProtocolOptions options) {
    return http1(name, where).toBuilder()
        .putTypedExtensionProtocolOptions(HTTP_OPTIONS, Any.pack(options))
        .setUpstreamConnectionOptions(
            UpstreamConnectionOptions.newBuilder()
                .setTcpKeepalive(
                    TcpKeepalive.newBuilder().setKeepaliveTime(UInt32Value.of(30)).build()))
        .build();
  }

  /** One port may be listened on in both families. */
  static String listenerName(String prefix, HostAndPort where) {
    return prefix + where.getPort() + (where.getHost().contains(":") ? "_v6" : "");
  }

  static Address address(HostAndPort where) {
    return Protos.address(where.getHost(), where.getPort());
  }
}
