package io.meltemi.istiod.feature;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.common.collect.ImmutableCollection;
import com.google.protobuf.Any;
import io.meltemi.istiod.xds.testing.DeltaXdsClient;
import io.meltemi.istiod.xds.testing.TestNodes;
import io.meltemi.istiod.xds.testing.XdsClient;
import io.meltemi.translator.xds.XdsType;
import java.nio.file.Path;
import java.util.Collections;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The same folder gives the same bytes: in every process, in both dialects, by every way there. */
final class SameBytesTest {

  @TempDir Path one = Path.of("");
  @TempDir Path other = Path.of("");

  @SuppressWarnings("NullAway.Init")
  private RunningMesh mesh;

  @BeforeEach
  void start() {
    mesh = withThreeServices(one).start();
  }

  private static RunningMesh withThreeServices(Path folder) {
    return RunningMesh.in(folder)
        .write("a.yaml", Yaml.service("a", "10.0.0.1", "10.0.0.2"))
        .write("b.yaml", Yaml.service("b", "10.0.1.1"))
        .write("routes.yaml", Yaml.timeout("a", "3s"));
  }

  @AfterEach
  void close() {
    mesh.close();
  }

  @Test
  void twoProcessesGiveTheSame() {
    XdsClient first = mesh.sidecar("client", "10.0.9.9");
    try (RunningMesh twin = withThreeServices(other).start()) {
      assertSame(first, twin.sidecar("client", "10.0.9.9"));
    }
  }

  @Test
  void wayOfManyChangesEndsWhereAFreshStartBegins() {
    XdsClient first = mesh.sidecar("client", "10.0.9.9");
    mesh.write("c.yaml", Yaml.service("c", "10.0.2.1"));
    mesh.write("routes.yaml", Yaml.timeout("b", "9s"));
    first.await("c", () -> first.resources(XdsType.CLUSTER).size() > 4);
    mesh.write("b.yaml", Yaml.service("b", "10.0.1.7"));
    mesh.delete("c.yaml");
    mesh.write("b.yaml", Yaml.service("b", "10.0.1.1"));
    mesh.write("routes.yaml", Yaml.timeout("a", "3s"));
    try (RunningMesh twin = withThreeServices(other).start()) {
      XdsClient fresh = twin.sidecar("client", "10.0.9.9");
      for (XdsType type : XdsType.values()) {
        first.await("the same " + type, () -> first.resources(type).equals(fresh.resources(type)));
      }
    }
  }

  @Test
  void deltaAndStateOfTheWorldClientsEndEqual() {
    XdsClient delta = mesh.sidecar("client", "10.0.9.9");
    try (XdsClient whole =
        XdsClient.stateOfTheWorld(
                "127.0.0.1:" + mesh.server().grpcPort(),
                TestNodes.sidecar("default", "client", "10.0.9.9"))
            .sync()) {
      assertSame(delta, whole);
      ImmutableCollection<Any> before = delta.resources(XdsType.ENDPOINT).values();
      mesh.write("a.yaml", Yaml.service("a", "10.0.0.9"));
      mesh.write("b.yaml", Yaml.service("b", "10.0.1.9"));
      delta.await(
          "both changes",
          () -> Collections.disjoint(delta.resources(XdsType.ENDPOINT).values(), before));
      for (XdsType type : XdsType.values()) {
        delta.await("the same " + type, () -> delta.resources(type).equals(whole.resources(type)));
      }
    }
  }

  @Test
  void proxyThatKnowsEverythingIsSentNothingByANewProcess() {
    XdsClient first = mesh.sidecar("client", "10.0.9.9");
    try (RunningMesh twin = withThreeServices(other).start();
        DeltaXdsClient again =
            XdsClient.delta(
                "127.0.0.1:" + twin.server().grpcPort(),
                TestNodes.sidecar("default", "client", "10.0.9.9"))) {
      again.resubscribe(XdsType.CLUSTER, first.versions(XdsType.CLUSTER));
      again.resubscribe(
          XdsType.ENDPOINT,
          first.versions(XdsType.ENDPOINT),
          first.versions(XdsType.ENDPOINT).keySet().toArray(String[]::new));
      twin.write("b.yaml", Yaml.service("b", "10.0.1.2"));
      again.await("the change", () -> !again.resources(XdsType.ENDPOINT).isEmpty());
      assertThat(again.resources(XdsType.ENDPOINT)).hasSize(1);
      assertThat(again.resources(XdsType.CLUSTER)).isEmpty();
    }
  }

  private static void assertSame(XdsClient one, XdsClient other) {
    for (XdsType type : XdsType.values()) {
      assertThat(other.resources(type)).as(type.name()).isEqualTo(one.resources(type));
    }
  }
}
