package io.meltemi.it.identity;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.common.util.concurrent.ListenableFuture;
import io.meltemi.ca.SpiffeId;
import io.meltemi.it.contract.IstioCertificateResponse;
import io.meltemi.it.mesh.TestMesh;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/**
 * Ten thousand ask for certificates at once: nobody is lost, and configuration goes on to proxies.
 */
final class StormTest {

  private static final int REQUESTS = 10_000;
  private static final int CONNECTIONS = 8;

  /** Far beyond a change's way through a busy machine, and far below waiting for the storm. */
  private static final Duration SOON = Duration.ofSeconds(3);

  private static final SpiffeId REVIEWS = new SpiffeId("cluster.local", "default", "reviews");

  @Test
  void changesReachProxiesWhileTenThousandWaitAndNoneIsLost() throws Exception {
    List<CertificateClient> clients = new ArrayList<>();
    try (TestMesh mesh = TestMesh.start()) {
      TestMesh.Client proxy = mesh.client("client");
      mesh.config().awaitSeenBy(proxy.http());
      for (int i = 0; i < CONNECTIONS; i++) {
        clients.add(
            mesh.closing(CertificateClient.to(mesh.secureDiscovery(), mesh.rootCertificate())));
      }
      String token = mesh.tokens().sign(REVIEWS, Duration.ofMinutes(10));
      String csr = Key.p256().csr();
      List<ListenableFuture<IstioCertificateResponse>> answers = new ArrayList<>();
      for (int i = 0; i < REQUESTS; i++) {
        answers.add(clients.get(i % CONNECTIONS).askLater(token, csr));
      }
      List<Duration> changes = new ArrayList<>();
      while (answers.stream().anyMatch(answer -> !answer.isDone())) {
        long start = System.nanoTime();
        mesh.config().awaitSeenBy(proxy.http());
        changes.add(Duration.ofNanos(System.nanoTime() - start));
      }
      for (ListenableFuture<IstioCertificateResponse> answer : answers) {
        assertThat(answer.get(1, TimeUnit.SECONDS).getCertChainCount()).isEqualTo(2);
      }
      Collections.sort(changes);
      assertThat(changes).hasSizeGreaterThan(2);
      assertThat(changes.get(changes.size() / 2)).isLessThan(SOON);
    }
  }
}
