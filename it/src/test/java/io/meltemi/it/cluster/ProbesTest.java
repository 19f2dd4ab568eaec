package io.meltemi.it.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import io.meltemi.it.Await;
import java.time.Duration;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** The kubelet has no certificate, and must not need one. */
@Tag("cluster")
final class ProbesTest {

  private static final Cluster CLUSTER = Cluster.get();

  /** Some periods of every probe. */
  private static final Duration A_WHILE = Duration.ofSeconds(6);

  private static final String EVERY_KIND =
      """
      startupProbe: {httpGet: {path: /, port: 8080}, periodSeconds: 1, timeoutSeconds: 5, failureThreshold: 60}
      readinessProbe: {grpc: {port: 9090}, periodSeconds: 1, timeoutSeconds: 5}
      livenessProbe: {tcpSocket: {port: 9091}, periodSeconds: 1, timeoutSeconds: 5, failureThreshold: 2}
      """;

  private static final String BY_COMMAND =
      """
      readinessProbe: {exec: {command: [/app, check]}, periodSeconds: 1, timeoutSeconds: 5}
      """;

  private static final String NOBODY_LISTENS =
      """
      readinessProbe: {tcpSocket: {port: 7777}, periodSeconds: 1}
      """;

  @BeforeAll
  static void install() throws Exception {
    InstalledMesh.shared();
  }

  @Test
  void podsOfAStrictMeshPassProbesOfEveryKind() throws Exception {
    try (TestNamespace namespace = TestNamespace.injected("e2e-probes")) {
      namespace.apply(EchoApp.STRICT);
      namespace.apply(EchoApp.deployment("every", 1, EVERY_KIND));
      namespace.apply(EchoApp.deployment("command", 1, BY_COMMAND));
      namespace.awaitReady();
      long until = System.nanoTime() + A_WHILE.toNanos();
      Await.until(
          "probes have gone on",
          A_WHILE.multipliedBy(2),
          () -> {
            assertThat(CLUSTER.restarts(namespace.name())).isZero();
            return System.nanoTime() > until;
          });
      assertThat(Cluster.allReady(CLUSTER.pods(namespace.name()))).isTrue();
    }
  }

  @Test
  void aProbeThatFailsWithoutAProxyFailsWithOne() throws Exception {
    try (TestNamespace namespace = TestNamespace.injected("e2e-deaf")) {
      namespace.apply(EchoApp.deployment("deaf", 1, NOBODY_LISTENS));
      Await.until(
          "the kubelet says that the probe fails",
          Cluster.PODS,
          () ->
              CLUSTER.api().v1().events().inNamespace(namespace.name()).list().getItems().stream()
                  .anyMatch(
                      event ->
                          event.getReason().equals("Unhealthy")
                              && event.getMessage().startsWith("Readiness probe failed")
                              && "spec.containers{app}"
                                  .equals(event.getInvolvedObject().getFieldPath())));
      assertThat(Cluster.allReady(CLUSTER.pods(namespace.name()))).isFalse();
    }
  }

  @Test
  void whoHasNoCertificateIsRefusedWhereMutualTlsIsStrict() throws Exception {
    try (TestNamespace inside = TestNamespace.injected("e2e-strict");
        TestNamespace outside = TestNamespace.plain("e2e-plain")) {
      inside.apply(EchoApp.deployment("server", 1));
      inside.apply(EchoApp.deployment("client", 1));
      outside.apply(EchoApp.deployment("client", 1));
      inside.awaitReady();
      outside.awaitReady();
      String url = "http://server." + inside.name() + "/";
      Await.until("a client without a sidecar is served", () -> get(outside, url).status() == 0);
      inside.apply(EchoApp.STRICT);
      Await.until("it is refused", () -> get(outside, url).status() != 0);
      assertThat(get(inside, url).status()).as("of one with a sidecar").isZero();
    }
  }

  private static Program.Result get(TestNamespace from, String url) {
    return CLUSTER.exec(from.name(), "deployment/client", "app", "/app", "get", url);
  }
}
