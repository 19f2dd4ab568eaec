package io.meltemi.translator.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.Any;
import com.google.protobuf.InvalidProtocolBufferException;
import io.envoyproxy.envoy.config.cluster.v3.Cluster;
import io.envoyproxy.envoy.extensions.upstreams.http.v3.HttpProtocolOptions;
import io.meltemi.translator.config.ClientTls;
import io.meltemi.translator.config.ConnectionPool;
import io.meltemi.translator.config.ConnectionPool.H2UpgradePolicy;
import io.meltemi.translator.config.MeshConfig;
import io.meltemi.translator.destination.Rules;
import io.meltemi.translator.model.Protocol;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class UpstreamProtocolTest {

  @ParameterizedTest
  @CsvSource({
    "HTTP,     DEFAULT,        false, HTTP1",
    "HTTP,     UPGRADE,        false, HTTP2",
    "HTTP,     DO_NOT_UPGRADE, false, HTTP1",
    "HTTP,     DEFAULT,        true,  DOWNSTREAM",
    "HTTP2,    DEFAULT,        false, HTTP2",
    "HTTP2,    DO_NOT_UPGRADE, false, HTTP2",
    "GRPC,     DEFAULT,        false, HTTP2",
    "GRPC_WEB, DEFAULT,        false, HTTP2",
    "DETECT,   DEFAULT,        false, DOWNSTREAM",
    "TCP,      UPGRADE,        false, HTTP1",
    "HTTPS,    UPGRADE,        false, HTTP1",
  })
  void theUpstreamProtocolFollowsPortAndPolicy(
      Protocol port, H2UpgradePolicy upgrade, boolean clients, UpstreamProtocol expected) {
    assertThat(protocol(Clusters.with(MeshConfig.EMPTY, port, pool(upgrade, clients))))
        .isEqualTo(expected);
  }

  @Test
  void plainHttp1NeedsNoOptionsAtAll() {
    assertThat(Clusters.withPolicy().getTypedExtensionProtocolOptionsCount()).isZero();
  }

  @Test
  void timesAndLimitsAreCommonOptions() {
    ConnectionPool pool =
        new ConnectionPool(
            Optional.of(
                new ConnectionPool.Tcp(
                    0,
                    Optional.empty(),
                    Optional.empty(),
                    Optional.of(Duration.ofMinutes(7)),
                    Optional.empty())),
            Optional.of(
                new ConnectionPool.Http(
                    0,
                    0,
                    9,
                    0,
                    Optional.of(Duration.ofMinutes(3)),
                    H2UpgradePolicy.UPGRADE,
                    false,
                    11,
                    Optional.of(
                        new ConnectionPool.ConnectionKeepalive(
                            Optional.of(Duration.ofSeconds(5)), Optional.empty())))));
    HttpProtocolOptions options = options(Clusters.withPolicy(pool));
    var common = options.getCommonHttpProtocolOptions();
    assertThat(common.getMaxRequestsPerConnection().getValue()).isEqualTo(9);
    assertThat(common.getIdleTimeout().getSeconds()).isEqualTo(180);
    assertThat(common.getMaxConnectionDuration().getSeconds()).isEqualTo(420);
    var http2 = options.getExplicitHttpConfig().getHttp2ProtocolOptions();
    assertThat(http2.getMaxConcurrentStreams().getValue()).isEqualTo(11);
    assertThat(http2.getConnectionKeepalive().getInterval().getSeconds()).isEqualTo(5);
    assertThat(http2.getConnectionKeepalive().hasTimeout()).as("Envoy requires it").isTrue();
  }

  @Test
  void originatedTlsTakesTheNameFromTheRequest() {
    HttpProtocolOptions options =
        options(Clusters.withPolicy(Rules.tls(ClientTls.Mode.SIMPLE, "")));
    assertThat(options.getUpstreamHttpProtocolOptions().getAutoSni()).isTrue();
    assertThat(options.getUpstreamHttpProtocolOptions().getAutoSanValidation()).isTrue();
    assertThat(
            Clusters.withPolicy(Rules.tls(ClientTls.Mode.SIMPLE, "example.com"))
                .getTypedExtensionProtocolOptionsCount())
        .isZero();
  }

  private static ConnectionPool pool(H2UpgradePolicy upgrade, boolean useClientProtocol) {
    return new ConnectionPool(
        Optional.empty(),
        Optional.of(
            new ConnectionPool.Http(
                0, 0, 0, 0, Optional.empty(), upgrade, useClientProtocol, 0, Optional.empty())));
  }

  private static UpstreamProtocol protocol(Cluster cluster) {
    if (cluster.getTypedExtensionProtocolOptionsCount() == 0) {
      return UpstreamProtocol.HTTP1;
    }
    HttpProtocolOptions options = options(cluster);
    if (options.hasUseDownstreamProtocolConfig()) {
      return UpstreamProtocol.DOWNSTREAM;
    }
    return options.getExplicitHttpConfig().hasHttp2ProtocolOptions()
        ? UpstreamProtocol.HTTP2
        : UpstreamProtocol.HTTP1;
  }

  private static HttpProtocolOptions options(Cluster cluster) {
    Any packed =
        cluster.getTypedExtensionProtocolOptionsOrThrow(
            "envoy.extensions.upstreams.http.v3.HttpProtocolOptions");
    try {
      return packed.unpack(HttpProtocolOptions.class);
    } catch (InvalidProtocolBufferException e) {
      throw new AssertionError(e);
    }
  }
}
