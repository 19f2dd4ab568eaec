package io.meltemi.istiod.feature;

import static org.assertj.core.api.Assertions.assertThat;

import io.meltemi.istiod.xds.Delivery;
import io.meltemi.istiod.xds.ProxyConnection;
import io.meltemi.istiod.xds.testing.XdsClient;
import io.meltemi.translator.xds.XdsType;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** In which order proxies are told of a change. */
final class TurnsTest {

  @TempDir Path temp = Path.of("");

  @Test
  void whoKeepsUpIsToldFirst() {
    try (RunningMesh mesh =
        RunningMesh.in(temp).write("shop.yaml", Yaml.service("shop", "10.1.0.1")).start()) {
      List<XdsClient> all = new ArrayList<>();
      for (int i = 1; i <= 20; i++) {
        XdsClient silent = mesh.unsynced("silent-" + i, "10.2.0." + i);
        silent.stopAcking();
        silent.follow();
        silent.subscribe(XdsType.CLUSTER);
        silent.awaitResponses(XdsType.ENDPOINT, 1);
        all.add(silent);
      }
      for (int i = 1; i <= 3; i++) {
        all.add(mesh.sidecar("keeps-up-" + i, "10.3.0." + i));
      }
      mesh.write("shop.yaml", Yaml.service("shop", "10.1.0.2"));
      all.forEach(client -> client.awaitResponses(XdsType.ENDPOINT, 2));
      mesh.await(
          "the silent ones to fall behind",
          () -> converged(mesh, "keeps-up").getFirst() > converged(mesh, "silent").getLast());
      mesh.write("shop.yaml", Yaml.service("shop", "10.1.0.3"));
      all.forEach(client -> client.awaitResponses(XdsType.ENDPOINT, 3));
      assertThat(sentAt(mesh, "keeps-up")).hasSize(3);
      assertThat(sentAt(mesh, "silent")).hasSize(20);
      assertThat(sentAt(mesh, "keeps-up").getLast())
          .isBeforeOrEqualTo(sentAt(mesh, "silent").getFirst());
    }
  }

  private static List<Long> converged(RunningMesh mesh, String name) {
    return called(mesh, name).map(proxy -> proxy.ledger().converged().number()).sorted().toList();
  }

  /** When the last endpoints went to those whose names begin so, in that order. */
  private static List<Instant> sentAt(RunningMesh mesh, String name) {
    return called(mesh, name).map(TurnsTest::lastEndpoints).map(Delivery::at).sorted().toList();
  }

  private static Delivery lastEndpoints(ProxyConnection proxy) {
    return proxy.ledger().entry(XdsType.ENDPOINT).sent().orElseThrow();
  }

  private static Stream<ProxyConnection> called(RunningMesh mesh, String name) {
    return mesh.server().proxies().connected().stream()
        .filter(proxy -> proxy.node().id().contains("~" + name));
  }
}
