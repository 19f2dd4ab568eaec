package io.meltemi.it.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import io.meltemi.it.Await;
import java.util.List;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * Who leaves, takes along what the charts made. What istiod itself keeps in the cluster stays: the
 * CA's Secret, its roots' ConfigMaps, its Lease; and so do the custom resources, for the user's
 * objects are in them.
 */
@Tag("cluster")
@Order(Integer.MAX_VALUE) // the others would have to install it again
final class UninstallTest {

  private static final String KINDS =
      "deployments,services,serviceaccounts,configmaps,secrets,leases,roles,rolebindings,"
          + "horizontalpodautoscalers,poddisruptionbudgets,networkpolicies";

  /** Kubernetes' own, and what istiod keeps. */
  private static final List<String> STAYS =
      List.of(
          "serviceaccount/default",
          "configmap/kube-root-ca.crt",
          "configmap/istio-ca-root-cert",
          "secret/istio-ca-secret",
          "lease.coordination.k8s.io/istiod-leader");

  private static final String OF_THE_CLUSTER =
      "clusterroles,clusterrolebindings,mutatingwebhookconfigurations,validatingwebhookconfigurations";

  private static final Cluster CLUSTER = Cluster.get();

  @Test
  void nothingThatAChartMadeIsLeft() throws Throwable {
    InstalledMesh.shared();
    InstalledMesh.uninstall();
    assertThat(CLUSTER.kubectl("get", OF_THE_CLUSTER, "--output=name").lines())
        .noneMatch(name -> name.contains("istio") || name.contains("meltemi"));
    Await.until(
        "its pods have ended",
        Cluster.PODS,
        () -> CLUSTER.api().pods().inNamespace(InstalledMesh.SYSTEM).list().getItems().isEmpty());
    // What belongs to a pod goes a moment after it.
    Await.untilAsserted(
        () ->
            assertThat(
                    CLUSTER
                        .kubectl("get", KINDS, "--namespace", InstalledMesh.SYSTEM, "--output=name")
                        .lines())
                .isSubsetOf(STAYS));
    // A pod of a namespace with the label starts as it would without a mesh.
    try (TestNamespace namespace = TestNamespace.injected("e2e-after")) {
      namespace.apply(EchoApp.deployment("server", 1));
      namespace.awaitReady();
      assertThat(CLUSTER.pods(namespace.name()))
          .allSatisfy(pod -> assertThat(Cluster.sidecars(pod)).isEmpty());
    }
  }
}
