package io.meltemi.webhook.inject;

import com.google.common.base.CharMatcher;
import io.fabric8.kubernetes.api.model.OwnerReference;
import io.fabric8.kubernetes.api.model.Pod;
import java.util.Locale;
import java.util.Map;

/**
 * What a pod is one of: the Deployment behind its ReplicaSet, the CronJob behind its Job.
 *
 * @param name may be empty: a pod without an owner whose name the API server will make
 */
record Workload(String apiVersion, String kind, String namespace, String name) {

  /** Minutes since 1970, as CronJobs end the names of their Jobs. */
  private static final int FEWEST_DIGITS = 8;

  static Workload of(Pod pod, String namespace) {
    for (OwnerReference owner : pod.getMetadata().getOwnerReferences()) {
      if (Boolean.TRUE.equals(owner.getController())) {
        return of(owner, pod, namespace);
      }
    }
    return new Workload("v1", "Pod", namespace, nameOf(pod));
  }

  private static Workload of(OwnerReference owner, Pod pod, String namespace) {
    Map<String, String> labels = InjectionPolicy.labels(pod);
    String name = owner.getName();
    switch (owner.getKind()) {
      case "ReplicaSet" -> {
        String ending = "-" + labels.getOrDefault("pod-template-hash", "");
        if (ending.length() > 1 && name.endsWith(ending)) {
          return new Workload("apps/v1", "Deployment", namespace, without(name, ending));
        }
      }
      case "ReplicationController" -> {
        String config = labels.getOrDefault("deploymentconfig", "");
        if (!config.isEmpty()) {
          return new Workload("apps.openshift.io/v1", "DeploymentConfig", namespace, config);
        }
      }
      case "Job" -> {
        int dash = name.lastIndexOf('-');
        String time = name.substring(dash + 1);
        if (dash > 0
            && time.length() >= FEWEST_DIGITS
            && CharMatcher.inRange('0', '9').matchesAllOf(time)) {
          return new Workload("batch/v1", "CronJob", namespace, name.substring(0, dash));
        }
      }
      default -> {
        // The owner is the workload.
      }
    }
    return new Workload(owner.getApiVersion(), owner.getKind(), namespace, name);
  }

  private static String nameOf(Pod pod) {
    String name = pod.getMetadata().getName();
    if (name != null && !name.isEmpty()) {
      return name;
    }
    String prefix = pod.getMetadata().getGenerateName();
    return prefix == null ? "" : CharMatcher.is('-').trimTrailingFrom(prefix);
  }

  private static String without(String name, String ending) {
    return name.substring(0, name.length() - ending.length());
  }

  /** {@code kubernetes://apis/apps/v1/namespaces/shop/deployments/reviews-v1}. */
  String owner() {
    return "kubernetes://apis/"
        + apiVersion
        + "/namespaces/"
        + namespace
        + "/"
        + kind.toLowerCase(Locale.ROOT)
        + "s/"
        + name;
  }
}
