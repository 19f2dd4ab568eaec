package io.meltemi.translator.bootstrap;

import com.google.common.net.HostAndPort;
import com.google.protobuf.Any;
import com.google.protobuf.BoolValue;
import com.google.protobuf.UInt32Value;
import com.google.protobuf.util.Durations;
import io.envoyproxy.envoy.config.cluster.v3.Cluster;
import io.envoyproxy.envoy.config.core.v3.BindConfig;
import io.envoyproxy.envoy.config.core.v3.ExtraSourceAddress;
import io.envoyproxy.envoy.config.core.v3.HealthCheck;
import io.envoyproxy.envoy.config.core.v3.Http2ProtocolOptions;
import io.envoyproxy.envoy.config.core.v3.TransportSocket;
import io.envoyproxy.envoy.extensions.transport_sockets.tls.v3.UpstreamTlsContext;
import io.envoyproxy.envoy.extensions.upstreams.http.v3.HttpProtocolOptions;
import io.envoyproxy.envoy.extensions.upstreams.http.v3.HttpProtocolOptions.ExplicitHttpConfig;
import io.meltemi.translator.xds.Protos;
import java.time.Duration;

/** The clusters by which a pod's Envoy reaches its application to probe it. */
final class ProbeClusters {

  private static final String HTTP_OPTIONS =
      "envoy.extensions.upstreams.http.v3.HttpProtocolOptions";

  /** While a check fails: a pod that has just started should not wait for its next turn. */
  private static final Duration UNTIL_HEALTHY = Duration.ofSeconds(1);

  /** Istio's; the rules of its iptables, and of ours, let pass what comes from here. */
  private static final String BYPASS_V4 = "127.0.0.6";

  private static final String BYPASS_V6 = "::6";

  private ProbeClusters() {}

  static Cluster of(String name, ProbeTarget target, boolean bypass) {
    Cluster.Builder cluster = reaching(name, target.host(), target.port(), bypass);
    cluster.setConnectTimeout(Protos.duration(target.timeout()));
    switch (target) {
      case ProbeTarget.Http http -> {
        oncePerConnection(cluster);
        if (http.tls()) {
          cluster.setTransportSocket(unverifiedTls());
        }
      }
      case ProbeTarget.Tcp tcp ->
          cluster.addHealthChecks(
              check(tcp.timeout(), tcp.every())
                  .setTcpHealthCheck(HealthCheck.TcpHealthCheck.getDefaultInstance()));
      case ProbeTarget.Grpc grpc -> {
        http2(cluster);
        cluster.addHealthChecks(
            check(grpc.timeout(), grpc.every())
                .setGrpcHealthCheck(
                    HealthCheck.GrpcHealthCheck.newBuilder().setServiceName(grpc.service())));
      }
    }
    return cluster.build();
  }

  /** Of an application's metrics. */
  static Cluster of(String name, KubeletPages.AppMetrics metrics, boolean bypass) {
    Cluster.Builder cluster = reaching(name, metrics.host(), metrics.port(), bypass);
    oncePerConnection(cluster);
    return cluster.build();
  }

  private static Cluster.Builder reaching(String name, String host, int port, boolean bypass) {
    Cluster.Builder cluster =
        StaticClusters.http1(name, HostAndPort.fromParts(host, port)).toBuilder();
    // Always an address, though it may be written as a variable that the kubelet fills in.
    cluster.setType(Cluster.DiscoveryType.STATIC);
    if (bypass) {
      cluster.setUpstreamBindConfig(
          BindConfig.newBuilder()
              .setSourceAddress(Protos.address(BYPASS_V4, 0).getSocketAddress())
              .addExtraSourceAddresses(
                  ExtraSourceAddress.newBuilder()
                      .setAddress(Protos.address(BYPASS_V6, 0).getSocketAddress())));
    }
    return cluster;
  }

  /** A kubelet's probes make a connection each; a kept one may be closed when the next comes. */
  private static void oncePerConnection(Cluster.Builder cluster) {
    io.envoyproxy.envoy.config.core.v3.HttpProtocolOptions.Builder common =
        io.envoyproxy.envoy.config.core.v3.HttpProtocolOptions.newBuilder()
            .setMaxRequestsPerConnection(UInt32Value.of(1));
    cluster.putTypedExtensionProtocolOptions(
        HTTP_OPTIONS,
        Any.pack(
            HttpProtocolOptions.newBuilder()
                .setCommonHttpProtocolOptions(common)
                .setExplicitHttpConfig(
                    ExplicitHttpConfig.newBuilder()
                        .setHttpProtocolOptions(
                            io.envoyproxy.envoy.config.core.v3.Http1ProtocolOptions
                                .getDefaultInstance()))
                .build()));
  }

  private static void http2(Cluster.Builder cluster) {
    cluster.putTypedExtensionProtocolOptions(
        HTTP_OPTIONS,
        Any.pack(
            HttpProtocolOptions.newBuilder()
                .setExplicitHttpConfig(
                    ExplicitHttpConfig.newBuilder()
                        .setHttp2ProtocolOptions(Http2ProtocolOptions.getDefaultInstance()))
                .build()));
  }

  /** One check decides: how many it takes is counted by the kubelet. */
  private static HealthCheck.Builder check(Duration timeout, Duration every) {
    return HealthCheck.newBuilder()
        .setTimeout(Protos.duration(timeout))
        .setInterval(Protos.duration(every))
        .setUnhealthyInterval(Protos.duration(UNTIL_HEALTHY))
        // Nothing is ever sent to these clusters, which would make their checks rare.
        .setNoTrafficInterval(Protos.duration(UNTIL_HEALTHY))
        .setNoTrafficHealthyInterval(Protos.duration(every))
        .setInitialJitter(Durations.ZERO)
        .setHealthyThreshold(UInt32Value.of(1))
        .setUnhealthyThreshold(UInt32Value.of(1))
        .setReuseConnection(BoolValue.of(false));
  }

  private static TransportSocket unverifiedTls() {
    return TransportSocket.newBuilder()
        .setName("envoy.transport_sockets.tls")
        .setTypedConfig(Any.pack(UpstreamTlsContext.getDefaultInstance()))
        .build();
  }
}
