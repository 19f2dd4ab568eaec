package io.meltemi.istiod.kube;

import io.soabase.recordbuilder.core.RecordBuilder;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;

/**
 * Which cluster istiod watches, and what it is itself there.
 *
 * @param kubeconfig how to reach the cluster from outside; without it, as a pod of the cluster
 * @param namespace istiod's own, where its Secrets, ConfigMaps and Leases are
 * @param podName what tells one replica from another
 * @param podUid of its pod, with which goes what is about that pod alone; empty where it is in none
 * @param revision of the control plane, {@code default} if there is one only
 * @param clusterId the name of the cluster
 */
@RecordBuilder
public record KubeSettings(
    Optional<Path> kubeconfig,
    String namespace,
    String podName,
    String podUid,
    String revision,
    String clusterId)
    implements KubeSettingsBuilder.With {

  /** As Istio's variables say, POD_NAMESPACE, POD_NAME, REVISION, CLUSTER_ID, and POD_UID. */
  public static KubeSettings of(Optional<Path> kubeconfig, Map<String, String> environment) {
    return new KubeSettings(
        kubeconfig,
        said(environment, "POD_NAMESPACE", "istio-system"),
        said(environment, "POD_NAME", "istiod-" + ProcessHandle.current().pid()),
        environment.getOrDefault("POD_UID", ""),
        said(environment, "REVISION", "default"),
        said(environment, "CLUSTER_ID", "Kubernetes"));
  }

  private static String said(Map<String, String> environment, String name, String otherwise) {
    String value = environment.getOrDefault(name, "");
    return value.isEmpty() ? otherwise : value;
  }

  /** Of objects that each revision has its own of: {@code istio}, or {@code istio-canary}. */
  public String revisioned(String name) {
    return revision.equals("default") ? name : name + "-" + revision;
  }
}
