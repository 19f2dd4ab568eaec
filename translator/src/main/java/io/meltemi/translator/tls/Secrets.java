package io.meltemi.translator.tls;

import com.google.protobuf.Duration;
import io.envoyproxy.envoy.config.core.v3.ApiConfigSource;
import io.envoyproxy.envoy.config.core.v3.ApiVersion;
import io.envoyproxy.envoy.config.core.v3.ConfigSource;
import io.envoyproxy.envoy.config.core.v3.GrpcService;
import io.envoyproxy.envoy.extensions.transport_sockets.tls.v3.SdsSecretConfig;
import io.meltemi.translator.proxy.SecretSource;
import io.meltemi.translator.xds.Protos;

/** References to secrets, by their names in SDS. */
public final class Secrets {

  /** The workload's own certificate and key. */
  public static final String OWN_CERTIFICATE = "default";

  /** The roots of the mesh. */
  public static final String ROOTS = "ROOTCA";

  private static final String AGENT_CLUSTER = "sds-grpc";

  /**
   * For ever: a listener waits for its certificate, rather than refuse connections that it already
   * takes.
   */
  private static final Duration NO_TIMEOUT = Duration.getDefaultInstance();

  private static final ConfigSource FROM_US =
      Protos.ADS.toBuilder().setInitialFetchTimeout(NO_TIMEOUT).build();

  private static final ConfigSource FROM_US_SOON =
      Protos.ADS.toBuilder().setInitialFetchTimeout(Duration.newBuilder().setSeconds(2)).build();

  /**
   * Nobody will answer, and nothing else may wait for it: connections fail, which is what is meant.
   */
  private static final ConfigSource FROM_NOBODY =
      Protos.ADS.toBuilder()
          .setInitialFetchTimeout(Duration.newBuilder().setNanos(1_000_000))
          .build();

  private static final ConfigSource FROM_AGENT =
      ConfigSource.newBuilder()
          .setApiConfigSource(
              ApiConfigSource.newBuilder()
                  .setApiType(ApiConfigSource.ApiType.GRPC)
                  .setTransportApiVersion(ApiVersion.V3)
                  .setSetNodeOnFirstMessageOnly(true)
                  .addGrpcServices(
                      GrpcService.newBuilder()
                          .setEnvoyGrpc(
                              GrpcService.EnvoyGrpc.newBuilder().setClusterName(AGENT_CLUSTER))))
          .setResourceApiVersion(ApiVersion.V3)
          .setInitialFetchTimeout(NO_TIMEOUT)
          .build();

  private Secrets() {}

  /**
   * One of the mesh's own secrets. Where mTLS is a must and the proxy has no certificate, there are
   * no connections rather than unprotected ones.
   */
  public static SdsSecretConfig ofMesh(String name, SecretSource source) {
    return SdsSecretConfig.newBuilder()
        .setName(name)
        .setSdsConfig(
            switch (source) {
              case ADS -> FROM_US;
              case NONE -> FROM_NOBODY;
              case AGENT -> FROM_AGENT;
            })
        .build();
  }

  /**
   * As {@link #ofUser}, for a cluster: nothing waits for it long, and until it comes connections
   * fail.
   */
  public static SdsSecretConfig ofUserSoon(String name) {
    return SdsSecretConfig.newBuilder().setName(name).setSdsConfig(FROM_US_SOON).build();
  }

  /** As {@link #ofUser}, where there is no such secret: connections fail until there is. */
  public static SdsSecretConfig ofUserMissing(String name) {
    return SdsSecretConfig.newBuilder().setName(name).setSdsConfig(FROM_NOBODY).build();
  }

  /** A secret that we send, whoever has the mesh's certificates: a gateway's credential. */
  public static SdsSecretConfig ofUser(String name) {
    return SdsSecretConfig.newBuilder().setName(name).setSdsConfig(FROM_US).build();
  }
}
