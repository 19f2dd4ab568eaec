package io.meltemi.it.ads;

import static org.assertj.core.api.Assertions.assertThat;

import io.meltemi.istiod.xds.LedgerEntry;
import io.meltemi.istiod.xds.NackedResource;
import io.meltemi.translator.bootstrap.BootstrapOptions.AdsProtocol;
import io.meltemi.translator.xds.XdsResource;
import io.meltemi.translator.xds.XdsType;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

final class AdsAgainstEnvoyTest {

  @TempDir private Path folder;

  @ParameterizedTest
  @EnumSource
  void anUpdatedClusterWarmsWithTheEndpointsItHad(AdsProtocol protocol) throws Exception {
    try (AdsAndEnvoy mesh = new AdsAndEnvoy(protocol, folder)) {
      mesh.put(HandMade.cluster("first", 7));

      mesh.awaitConvergence();
      mesh.awaitNothingWarms();
      assertThat(mesh.admin.stats("^cluster_manager.cluster_modified$").values())
          .containsExactly(1L);
      assertThat(mesh.status()).isEqualTo(204);
    }
  }

  @ParameterizedTest
  @EnumSource
  void clustersAreReplacedUnderLoadWithoutAFailedRequest(AdsProtocol protocol) throws Exception {
    try (AdsAndEnvoy mesh = new AdsAndEnvoy(protocol, folder)) {
      AtomicBoolean over = new AtomicBoolean();
      AtomicInteger answered = new AtomicInteger();
      AtomicInteger failed = new AtomicInteger();
      Thread load = Thread.ofVirtual().start(() -> request(mesh, over, answered, failed));

      String last = "first";
      for (int i = 0; i < 40; i++) {
        String next = "next-" + i;
        mesh.change(
            List.of(
                HandMade.cluster(next, 0),
                HandMade.endpoints(next, "127.0.0.1", mesh.applicationPort),
                HandMade.routes("table", next, 1)),
            Map.of(XdsType.CLUSTER, List.of(last), XdsType.ENDPOINT, List.of(last)));
        last = next;
        if (i % 4 == 0) {
          mesh.awaitConvergence();
        }
      }
      mesh.awaitConvergence();
      int before = answered.get();
      AdsAndEnvoy.await("more answers", () -> answered.get() > before + 20);
      over.set(true);
      load.join();

      assertThat(failed).hasValue(0);
      assertThat(mesh.admin.get("/clusters")).contains(last + "::").doesNotContain("first::");
    }
  }

  private static void request(
      AdsAndEnvoy mesh, AtomicBoolean over, AtomicInteger answered, AtomicInteger failed) {
    while (!over.get()) {
      try {
        (mesh.status() == 204 ? answered : failed).incrementAndGet();
      } catch (java.io.IOException _) {
        failed.incrementAndGet();
      } catch (InterruptedException _) {
        return;
      }
    }
  }

  @ParameterizedTest
  @EnumSource
  void aRefusedRouteTableAndEndpointTakeNothingElseWithThem(AdsProtocol protocol) throws Exception {
    try (AdsAndEnvoy mesh = new AdsAndEnvoy(protocol, folder)) {
      int secondPort = AdsAndEnvoy.freePort();
      mesh.put(
          HandMade.cluster("a", 0),
          HandMade.cluster("z", 0),
          HandMade.endpoints("a", "127.0.0.1", 1),
          HandMade.endpoints("z", "127.0.0.1", 1),
          HandMade.listener("second", secondPort, "a-table"),
          HandMade.routes("a-table", "first", 1));
      mesh.awaitConvergence();

      mesh.put(
          HandMade.routes("a-table", "first", 2),
          HandMade.routes("table", "z", 1),
          HandMade.endpoints("a", "no-address", 1),
          HandMade.endpoints("z", "127.0.0.1", mesh.applicationPort));
      mesh.awaitConvergence();

      AdsAndEnvoy.await("the good route and endpoint", () -> mesh.status() == 204);
      assertThat(mesh.admin.get("/config_dump?resource=dynamic_route_configs"))
          .contains("\"cluster\": \"z\"");
      assertThat(mesh.registry.nackedResources())
          .extracting(NackedResource::name)
          .containsExactlyInAnyOrder("a", "a-table");

      mesh.put(HandMade.routes("a-table", "z", 1), HandMade.endpoints("a", "127.0.0.1", 2));
      mesh.awaitConvergence();
      assertThat(mesh.registry.nackedResources()).isEmpty();
      assertThat(mesh.connection().ledger().entry(XdsType.ROUTE).status())
          .isEqualTo(LedgerEntry.Status.SYNCED);
    }
  }

  @ParameterizedTest
  @EnumSource
  void aRefusedClusterIsBlamedByName(AdsProtocol protocol) throws Exception {
    try (AdsAndEnvoy mesh = new AdsAndEnvoy(protocol, folder)) {
      XdsResource nameless = HandMade.withoutEdsConfig("bad");
      mesh.put(nameless, HandMade.cluster("good", 0));
      mesh.put(HandMade.endpoints("good", "127.0.0.1", 1));
      mesh.awaitConvergence();

      assertThat(mesh.registry.nackedResources())
          .extracting(NackedResource::name)
          .containsExactly("bad");
      assertThat(mesh.admin.get("/clusters")).contains("good::").doesNotContain("bad::");
    }
  }

  @ParameterizedTest
  @EnumSource
  void envoyIsSentNothingItHasWhenItsStreamBreaks(AdsProtocol protocol) throws Exception {
    try (AdsAndEnvoy mesh = new AdsAndEnvoy(protocol, folder)) {
      long before = mesh.connection().id();
      mesh.connection().close("a test");
      AdsAndEnvoy.await(
          "the reconnect", () -> mesh.registry.size() == 1 && mesh.connection().id() > before);
      mesh.put(HandMade.routes("table", "first", 1), HandMade.cluster("marker", 0));
      mesh.put(HandMade.endpoints("marker", "127.0.0.1", 1));
      mesh.awaitConvergence();
      AdsAndEnvoy.await("the marker", () -> mesh.admin.get("/clusters").contains("marker::"));

      assertThat(mesh.connection().ledger().entry(XdsType.LISTENER).sent())
          .as("the listeners are the same as before")
          .satisfiesAnyOf(
              sent -> assertThat(sent).isEmpty(),
              sent -> assertThat(sent.orElseThrow().resources()).isZero());
      assertThat(mesh.status()).isEqualTo(204);
    }
  }
}
