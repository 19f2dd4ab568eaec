package io.meltemi.it;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.common.collect.ImmutableMap;
import io.meltemi.it.backend.Behaviour;
import io.meltemi.it.mesh.Answer;
import io.meltemi.it.mesh.Call;
import io.meltemi.it.mesh.TestMesh;
import io.meltemi.translator.naming.MeshHeaders;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * A sidecar whose application is gone says so, and the client's tries another one; what may have
 * reached an application is not sent twice, unless that does no harm.
 */
final class UndeliveredTest {

  private static final int CALLS = 20;
  private static final Call READ = Call.get("reviews:9080", "/");
  private static final Call WRITE = READ.method("POST");
  private static final Call WRITE_TO_HALF = Call.get("half:9080", "/").method("POST");

  @SuppressWarnings("NullAway.Init")
  private static TestMesh mesh;

  @SuppressWarnings("NullAway.Init")
  private static TestMesh.Server healthy;

  @SuppressWarnings("NullAway.Init")
  private static TestMesh.Server ending;

  @SuppressWarnings("NullAway.Init")
  private static TestMesh.Server halfGone;

  @SuppressWarnings("NullAway.Init")
  private static TestMesh.Client client;

  @BeforeAll
  static void start() throws Exception {
    mesh = TestMesh.start();
    mesh.service("reviews");
    mesh.service("gone");
    healthy = mesh.server("reviews", "v1");
    ending = mesh.server("reviews", "v2");
    mesh.service("half");
    mesh.server("half", "v1");
    halfGone = mesh.server("half", "v2");
    halfGone.backend().close();
    TestMesh.Server gone = mesh.server("gone", "v1");
    gone.backend().close();
    client = mesh.client("client");
    Await.until(
        "both take calls", () -> client.http().backends(READ, CALLS).elementSet().size() == 2);
  }

  @AfterAll
  static void stop() throws Exception {
    mesh.close();
  }

  @BeforeEach
  void clean() {
    healthy.backend().reset();
    ending.backend().reset();
  }

  @Test
  void whatTheApplicationItselfRefusesIsRefusedOnce() throws Exception {
    // Also when it claims to be a proxy.
    ending
        .backend()
        .behave(
            _ -> new Behaviour.Reply(503, ImmutableMap.of(MeshHeaders.UNDELIVERED, "true"), ""));
    int refused = 0;
    for (int i = 0; i < CALLS; i++) {
      Answer answer = client.http().call(READ);
      refused += answer.status() == 503 ? 1 : 0;
      assertThat(answer.header(MeshHeaders.UNDELIVERED)).isEmpty();
    }
    assertThat(refused).isPositive().isEqualTo(ending.backend().received().size());
  }

  @Test
  void whoeverHangsUpIsReplacedForWhatIsSafeToRepeatOnly() throws Exception {
    ending.backend().behave(Behaviour.hangingUp());
    for (int i = 0; i < CALLS; i++) {
      assertThat(client.http().call(READ).backend()).isEqualTo("reviews-v1");
    }
    assertThat(ending.backend().received()).isNotEmpty();
    ending.backend().reset();
    healthy.backend().reset();
    ending.backend().behave(Behaviour.hangingUp());
    int lost = 0;
    for (int i = 0; i < CALLS; i++) {
      lost += client.http().call(WRITE).status() == 503 ? 1 : 0;
    }
    assertThat(lost).isPositive().isEqualTo(ending.backend().received().size());
    assertThat(healthy.backend().received()).hasSize(CALLS - lost);
  }

  @Test
  void whatReachedNobodyGoesToAnotherWhateverItIs() throws Exception {
    for (int i = 0; i < CALLS; i++) {
      assertThat(client.http().call(WRITE_TO_HALF).backend()).isEqualTo("half-v1");
    }
    assertThat(
            halfGone
                .envoy()
                .awaitAdmin(Await.PATIENCE)
                .stats("inbound.*upstream_cx_connect_fail$")
                .values())
        .anyMatch(refused -> refused > 0);
  }

  @Test
  void anApplicationThatIsNotThereIsSaidToTheClientsProxyOnly() throws Exception {
    Answer answer = client.http().call(Call.get("gone:9080", "/"));
    assertThat(answer.status()).isEqualTo(503);
    assertThat(answer.header(MeshHeaders.UNDELIVERED)).isEmpty();
  }
}
