package io.meltemi.it.golden;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import io.meltemi.ca.SpiffeId;
import io.meltemi.ca.authority.CaOptions;
import io.meltemi.ca.authority.CertificateAuthority;
import io.meltemi.ca.authority.IssuedIdentity;
import io.meltemi.it.envoy.Checkout;
import io.meltemi.it.envoy.EnvoyProvider;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;

/** Each golden case's expected output, loaded by Envoy. A case that it refuses expects nonsense. */
final class GoldensLoadTest {

  private static final Path GOLDEN = Checkout.path("translator/src/test/resources/golden");

  @TempDir private Path folder;

  @TestFactory
  Stream<DynamicTest> envoyLoads() throws Exception {
    EnvoyProvider envoy = EnvoyProvider.find();
    return proxies().stream()
        .map(
            proxy ->
                dynamicTest(
                    GOLDEN.relativize(proxy).toString(),
                    () -> assertThat(says(envoy, proxy)).isEmpty()));
  }

  /** A stand-in that accepted everything would make the others worthless. */
  @Test
  void whatIsWrongIsRefused() throws Exception {
    Path proxy = Files.createDirectories(folder.resolve("wrong"));
    Files.writeString(proxy.resolve("clusters.yaml"), "name: a\nlb_policy: NO_SUCH_POLICY\n");
    assertThat(says(EnvoyProvider.find(), proxy)).contains("NO_SUCH_POLICY");
  }

  private String says(EnvoyProvider envoy, Path proxy) throws IOException, InterruptedException {
    Path file = Files.createTempFile(folder, "golden", ".yaml");
    Files.writeString(file, GoldenBootstrap.of(proxy, identity()));
    return envoy.validate(file);
  }

  private IssuedIdentity identity() {
    return CertificateAuthority.selfSigned(
            folder.resolve("ca"), CaOptions.of("cluster.local"), InstantSource.system())
        .issue(new SpiffeId("cluster.local", "golden", "golden"), Duration.ofHours(1));
  }

  private static List<Path> proxies() throws IOException {
    try (Stream<Path> all = Files.walk(GOLDEN)) {
      return all.filter(path -> path.getParent() != null && path.getParent().endsWith("expected"))
          .filter(Files::isDirectory)
          .sorted()
          .toList();
    }
  }
}
