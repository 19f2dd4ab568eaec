package io.meltemi.istiod.demo;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.common.collect.ImmutableList;
import com.google.common.net.HostAndPort;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class DemoMeshTest {

  private static final Path SAMPLES = DemoSamples.find().orElseThrow();

  @TempDir private Path folder;

  @Test
  void theGatewayGetsTheWantedPortAndTheRestIsCopied() throws Exception {
    DemoMesh.copy(SAMPLES, folder, 8081);
    assertThat(folder.resolve("ingress-gateway.yaml")).content().contains("targetPort: 8081");
    assertThat(folder.resolve("reviews.yaml"))
        .hasSameTextualContentAs(SAMPLES.resolve("local/reviews.yaml"));
  }

  @Test
  void annotationsSayWhatToStart() throws Exception {
    DemoMesh mesh = DemoMesh.copy(SAMPLES, folder, 8080);
    ImmutableList<DemoWorkload> all = DemoWorkloads.in(mesh.folder());
    assertThat(all).hasSize(9);
    DemoWorkload v3 =
        all.stream().filter(each -> each.name().equals("reviews-v3")).findFirst().orElseThrow();
    assertThat(v3.proxy()).isEqualTo(DemoProxyKind.SIDECAR);
    assertThat(v3.app()).hasValue("reviews.py");
    assertThat(v3.listen()).isEqualTo(HostAndPort.fromParts("127.0.0.1", 19086));
    assertThat(v3.environment())
        .containsEntry("http_proxy", "http://127.1.6.3:9080")
        .containsEntry("STAR_COLOR", "red")
        .containsEntry("SERVICE_VERSION", "v3");
    assertThat(all.stream().map(DemoWorkload::proxy))
        .contains(DemoProxyKind.ROUTER, DemoProxyKind.NONE);
  }

  @Test
  void everyFileOfRulesIsWalkedThrough() throws Exception {
    Set<String> walked =
        BookinfoWalkthroughs.ALL.stream()
            .flatMap(each -> each.steps().stream())
            .filter(Step.Apply.class::isInstance)
            .map(step -> ((Step.Apply) step).rules())
            .collect(Collectors.toSet());
    try (Stream<Path> files = Files.list(SAMPLES.resolve("networking"))) {
      assertThat(files.map(file -> file.getFileName().toString()))
          .filteredOn(name -> !Files.exists(SAMPLES.resolve("local").resolve(name)))
          .containsExactlyInAnyOrderElementsOf(
              walked.stream().filter(name -> !name.startsWith("../")).toList());
    }
    try (Stream<Path> files = Files.list(SAMPLES.resolve("policy"))) {
      assertThat(files.map(file -> "../policy/" + file.getFileName()))
          .filteredOn(name -> name.endsWith(".yaml"))
          .containsExactlyInAnyOrderElementsOf(
              walked.stream().filter(name -> name.startsWith("../")).toList());
    }
  }

  @Test
  void anEditChangesWhatItNamesAndNothingElse() throws Exception {
    DemoMesh mesh = DemoMesh.copy(SAMPLES, folder, 8080);
    mesh.apply("virtual-service-reviews-test-v2.yaml", DemoMesh.TRAFFIC);
    mesh.edit(DemoMesh.TRAFFIC, "subset: v2", "subset: v3");
    assertThat(folder.resolve(DemoMesh.TRAFFIC))
        .content()
        .contains("subset: v3", "subset: v1")
        .doesNotContain("subset: v2");
  }
}
