package io.meltemi.it;

import static org.assertj.core.api.Assertions.assertThat;

import io.meltemi.istiod.proxy.EnvoyAdmin;
import io.meltemi.it.mesh.Call;
import io.meltemi.it.mesh.Load;
import io.meltemi.it.mesh.RoutingMesh;
import io.meltemi.it.mesh.TestMesh;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** istiod is gone, and comes back, while requests are served. */
final class RestartTest {

  private static final Call CALL = Call.get("reviews:9080", "/");

  /** What Envoy counts when it takes something, but for routes: it must not, for nothing is new. */
  private static final String TAKEN =
      "^(cluster_manager\\.cluster_(added|modified|removed)"
          + "|listener_manager\\.listener_(added|modified|removed)"
          + "|cluster\\..*\\.(update_success|update_no_rebuild))$";

  private static final String ROUTES_TAKEN = "^http\\..*\\.rds\\..*\\.config_reload$";

  private static final String CONNECTED = "control_plane.connected_state";

  @Test
  void killedAndRestartedUnderLoadNoRequestFailsAndNothingIsSentAgain() throws Exception {
    try (TestMesh mesh = TestMesh.start()) {
      mesh.service("reviews");
      mesh.backend("reviews", "v1");
      mesh.backend("reviews", "v2");
      mesh.config()
          .write(
              "rule.yaml",
              RoutingMesh.virtualService("reviews", "- route: [{destination: {host: reviews}}]"));
      TestMesh.Client client = mesh.client("client");
      mesh.config().awaitSeenBy(client.http());
      EnvoyAdmin admin = client.envoy().awaitLive(Await.PATIENCE);
      Map<String, Long> before = admin.stats(TAKEN);
      Map<String, Long> routesBefore = admin.stats(ROUTES_TAKEN);

      try (Load load = Load.on(client.http(), CALL)) {
        load.awaitMore(200);
        mesh.istiod().kill9();
        Await.until("Envoy notices", () -> connected(admin) == 0);
        load.awaitMore(200);
        mesh.restartIstiod();
        mesh.istiod().awaitReady();
        Await.until("Envoy is back", () -> connected(admin) == 1);
        load.awaitMore(200);

        assertThat(load.failures()).isEmpty();
        assertThat(admin.stats(ROUTES_TAKEN)).isEqualTo(routesBefore);
      }

      // The new one is obeyed: what it had to say of what was there before has been said by then.
      mesh.config().awaitSeenBy(client.http());
      assertThat(admin.stats(TAKEN)).isEqualTo(before);
    }
  }

  private static long connected(EnvoyAdmin admin) throws Exception {
    return admin.stats("^control_plane\\.connected_state$").getOrDefault(CONNECTED, 0L);
  }
}
