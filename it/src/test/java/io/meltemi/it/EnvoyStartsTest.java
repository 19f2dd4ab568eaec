package io.meltemi.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableSortedMap;
import com.google.common.net.HostAndPort;
import io.envoyproxy.envoy.config.bootstrap.v3.Bootstrap;
import io.meltemi.istiod.proxy.EnvoyAdmin;
import io.meltemi.istiod.proxy.EnvoyLaunch;
import io.meltemi.it.envoy.EnvoyProvider;
import io.meltemi.it.envoy.RunningEnvoy;
import io.meltemi.translator.bootstrap.BootstrapOptions;
import io.meltemi.translator.bootstrap.BootstrapOptions.AdsProtocol;
import io.meltemi.translator.bootstrap.Discovery;
import io.meltemi.translator.bootstrap.EnvoyBootstrap;
import io.meltemi.translator.bootstrap.ProxyNode;
import io.meltemi.translator.bootstrap.ProxyTuning;
import io.meltemi.translator.bootstrap.Statistics;
import io.meltemi.translator.proxy.ProxyKind;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Our bootstrap in a real Envoy, without an istiod: it loads, it comes up, it waits. */
final class EnvoyStartsTest {

  private static final Duration PATIENCE = Duration.ofSeconds(20);

  @TempDir private Path folder;

  @ParameterizedTest
  @EnumSource
  void everyBootstrapLoads(AdsProtocol protocol) throws Exception {
    Path file = folder.resolve("bootstrap.json");
    Files.writeString(file, EnvoyBootstrap.json(bootstrap(protocol)));
    assertThat(EnvoyProvider.find().validate(file)).isEmpty();
  }

  @Test
  void envoyComesUpAndWaitsForItsControlPlane() throws Exception {
    EnvoyProvider provider = EnvoyProvider.find();
    EnvoyLaunch launch = EnvoyLaunch.quiet(provider.binary(), bootstrap(AdsProtocol.DELTA), folder);
    try (RunningEnvoy envoy = provider.start(launch)) {
      EnvoyAdmin admin = envoy.awaitAdmin(PATIENCE);
      assertThat(admin.isLive()).isFalse();
      assertThat(admin.get("/server_info")).contains("sidecar~127.0.0.1~a.default");
      assertThat(admin.stats("^cluster_manager\\.active_clusters$").values()).containsExactly(2L);
    }
  }

  @Test
  void connectionsAreBounded() throws Exception {
    EnvoyProvider provider = EnvoyProvider.find();
    EnvoyLaunch launch = EnvoyLaunch.quiet(provider.binary(), bootstrap(AdsProtocol.DELTA), folder);
    try (RunningEnvoy envoy = provider.start(launch)) {
      assertThat(envoy.awaitAdmin(PATIENCE).get("/config_dump?mask=bootstrap.overload_manager"))
          .contains("\"max_active_downstream_connections\": \"1000000\"");
    }
  }

  @Test
  void whatTheMeshSaysOfItsStartHolds() throws Exception {
    ProxyTuning tuning =
        new ProxyTuning(
            Optional.of(1),
            ImmutableSortedMap.of(
                "envoy.reloadable_features.http_reject_path_with_fragment", "false",
                "re2.max_program_size.warn_level", "77"),
            Statistics.DEFAULT);
    EnvoyProvider provider = EnvoyProvider.find();
    Bootstrap bootstrap = EnvoyBootstrap.of(options(AdsProtocol.DELTA).with(tuning));
    EnvoyLaunch launch = EnvoyLaunch.quiet(provider.binary(), bootstrap, folder);
    try (RunningEnvoy envoy = provider.start(launch)) {
      EnvoyAdmin admin = envoy.awaitAdmin(PATIENCE);
      assertThat(admin.get("/config_dump?mask=bootstrap.overload_manager"))
          .contains("\"max_active_downstream_connections\": \"1\"");
      assertThat(admin.get("/runtime"))
          .contains("http_reject_path_with_fragment", "\"final_value\": \"77\"");
    }
  }

  @Test
  void anEnvoyThatDiesSaysWhy() throws Exception {
    EnvoyProvider provider = EnvoyProvider.find();
    Bootstrap broken = bootstrap(AdsProtocol.DELTA).toBuilder().clearStaticResources().build();
    EnvoyLaunch launch = EnvoyLaunch.quiet(provider.binary(), broken, folder);
    try (RunningEnvoy envoy = provider.start(launch)) {
      assertThatThrownBy(() -> envoy.awaitLive(PATIENCE)).hasMessageContaining("xds-grpc");
    }
  }

  /** Port 1 of the loopback: nobody's. */
  private static Bootstrap bootstrap(AdsProtocol protocol) {
    return EnvoyBootstrap.of(options(protocol));
  }

  private static BootstrapOptions options(AdsProtocol protocol) {
    return new BootstrapOptions(
        ProxyNode.of(ProxyKind.SIDECAR, "a", "default", "127.0.0.1"),
        new Discovery.Plaintext(HostAndPort.fromParts("127.0.0.1", 1)),
        HostAndPort.fromParts("127.0.0.1", 0),
        protocol,
        ImmutableList.of(HostAndPort.fromParts("127.0.0.1", 0)));
  }
}
