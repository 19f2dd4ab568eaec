package io.meltemi.it.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import io.meltemi.it.Await;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** A proxy does not outlive what it serves. */
@Tag("cluster")
final class JobTest {

  private static final Cluster CLUSTER = Cluster.get();

  private static final String JOB =
      """
      apiVersion: batch/v1
      kind: Job
      metadata: {name: caller}
      spec:
        backoffLimit: 4
        template:
          metadata: {labels: {app: caller}}
          spec:
            restartPolicy: Never
            initContainers:
            - name: first
              image: meltemi/e2e:1
              imagePullPolicy: IfNotPresent
              args: [get, "http://server/"]
            containers:
            - name: app
              image: meltemi/e2e:1
              imagePullPolicy: IfNotPresent
              args: [get, "http://server/"]
      """;

  @BeforeAll
  static void install() throws Exception {
    InstalledMesh.shared();
  }

  @Test
  void aJobCallsTheMeshFromItsInitContainersTooAndCompletes() throws Exception {
    try (TestNamespace namespace = TestNamespace.injected("e2e-job")) {
      namespace.apply(EchoApp.STRICT);
      namespace.apply(EchoApp.deployment("server", 1));
      namespace.awaitReady();
      namespace.apply(JOB);
      Await.until(
          "the Job is complete",
          Cluster.PODS,
          () -> {
            var status =
                CLUSTER
                    .api()
                    .batch()
                    .v1()
                    .jobs()
                    .inNamespace(namespace.name())
                    .withName("caller")
                    .get()
                    .getStatus();
            return status.getSucceeded() != null && status.getSucceeded() == 1;
          });
      assertThat(CLUSTER.pods(namespace.name(), "caller"))
          .allSatisfy(pod -> assertThat(Cluster.sidecars(pod)).contains("istio-proxy"));
    }
  }
}
