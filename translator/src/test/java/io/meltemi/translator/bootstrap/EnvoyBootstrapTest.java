package io.meltemi.translator.bootstrap;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableMap;
import com.google.common.net.HostAndPort;
import io.envoyproxy.envoy.config.bootstrap.v3.Bootstrap;
import io.envoyproxy.envoy.config.cluster.v3.Cluster.DiscoveryType;
import io.envoyproxy.envoy.config.core.v3.ApiConfigSource.ApiType;
import io.meltemi.translator.bootstrap.BootstrapOptions.AdsProtocol;
import io.meltemi.translator.proxy.InterceptionMode;
import io.meltemi.translator.proxy.ProxyKind;
import org.junit.jupiter.api.Test;

final class EnvoyBootstrapTest {

  private static final HostAndPort ADMIN = HostAndPort.fromParts("127.0.0.1", 15000);
  private static final Discovery ISTIOD =
      new Discovery.Plaintext(HostAndPort.fromParts("istiod.istio-system.svc", 15010));
  private static final ProxyNode REVIEWS =
      ProxyNode.of(ProxyKind.SIDECAR, "reviews-v1", "shop", "10.0.0.7")
          .withLabels(ImmutableMap.of("app", "reviews", "version", "v1"))
          .withServiceAccount("reviews")
          .withInterceptionMode(InterceptionMode.NONE);

  @Test
  void nodeIdHasIstiosForm() {
    assertThat(EnvoyBootstrap.of(options()).getNode().getId())
        .isEqualTo("sidecar~10.0.0.7~reviews-v1.shop~shop.svc.cluster.local");
  }

  @Test
  void nodeMetadataSaysWhatMatchesPolicies() {
    var metadata = EnvoyBootstrap.of(options()).getNode().getMetadata();
    assertThat(metadata.getFieldsOrThrow("NAMESPACE").getStringValue()).isEqualTo("shop");
    assertThat(metadata.getFieldsOrThrow("SERVICE_ACCOUNT").getStringValue()).isEqualTo("reviews");
    assertThat(metadata.getFieldsOrThrow("INTERCEPTION_MODE").getStringValue()).isEqualTo("NONE");
    assertThat(metadata.getFieldsOrThrow("LABELS").getStructValue().getFieldsMap())
        .containsOnlyKeys("app", "version");
  }

  @Test
  void adsIsDeltaOverTheDiscoveryCluster() {
    Bootstrap bootstrap = EnvoyBootstrap.of(options());
    assertThat(bootstrap.getDynamicResources().getAdsConfig().getApiType())
        .isEqualTo(ApiType.DELTA_GRPC);
    assertThat(bootstrap.getStaticResources().getClusters(0).getName())
        .isEqualTo(EnvoyBootstrap.DISCOVERY_CLUSTER);
  }

  @Test
  void aNameIsLookedUpAndAnAddressIsNot() {
    assertThat(EnvoyBootstrap.of(options()).getStaticResources().getClusters(0).getType())
        .isEqualTo(DiscoveryType.STRICT_DNS);
    BootstrapOptions byAddress =
        BootstrapOptions.of(
            REVIEWS, new Discovery.Plaintext(HostAndPort.fromParts("127.0.0.1", 15010)), ADMIN);
    assertThat(EnvoyBootstrap.of(byAddress).getStaticResources().getClusters(0).getType())
        .isEqualTo(DiscoveryType.STATIC);
  }

  @Test
  void statusListenersShowTwoPagesOnly() {
    BootstrapOptions options =
        new BootstrapOptions(
            REVIEWS,
            ISTIOD,
            ADMIN,
            AdsProtocol.DELTA,
            ImmutableList.of(HostAndPort.fromParts("0.0.0.0", 15021)));
    String json = EnvoyBootstrap.json(EnvoyBootstrap.of(options));
    assertThat(json).contains("/healthz/ready", "/stats/prometheus").doesNotContain("\"prefix\"");
  }

  @Test
  void adminPagesStayOnLoopback() {
    HostAndPort open = HostAndPort.fromParts("0.0.0.0", 15000);
    assertThatThrownBy(() -> BootstrapOptions.of(REVIEWS, ISTIOD, open))
        .hasMessageContaining("loopback");
  }

  private static BootstrapOptions options() {
    return BootstrapOptions.of(REVIEWS, ISTIOD, ADMIN);
  }
}
