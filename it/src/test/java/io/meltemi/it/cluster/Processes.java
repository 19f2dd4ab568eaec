package io.meltemi.it.cluster;

import io.fabric8.kubernetes.api.model.ContainerStatus;
import io.fabric8.kubernetes.api.model.Pod;
import io.meltemi.it.Await;
import java.util.List;

/** What runs in a container, seen by one beside it that shares its processes. */
final class Processes {

  private static final Cluster CLUSTER = Cluster.get();
  private static final String LOOK = "/app";

  private Processes() {}

  /** Lets the looks begin, one in each of these pods: they take their time. */
  static void look(List<Pod> pods, String container) {
    for (Pod pod : pods) {
      CLUSTER.kubectl(
          "debug",
          "--namespace=" + pod.getMetadata().getNamespace(),
          pod.getMetadata().getName(),
          "--image=meltemi/e2e:1",
          "--image-pull-policy=IfNotPresent",
          "--profile=baseline",
          "--container=" + look(container),
          "--target=" + container,
          "--",
          LOOK,
          "processes");
    }
  }

  /** The programs that a look has found, without itself. */
  static List<String> seen(Pod pod, String container) throws Exception {
    String namespace = pod.getMetadata().getNamespace();
    String name = pod.getMetadata().getName();
    Await.until(
        "a look into " + name,
        Cluster.PODS,
        () ->
            CLUSTER
                .api()
                .pods()
                .inNamespace(namespace)
                .withName(name)
                .require()
                .getStatus()
                .getEphemeralContainerStatuses()
                .stream()
                .filter(status -> status.getName().equals(look(container)))
                .anyMatch(Processes::hasEnded));
    return CLUSTER
        .logs(namespace, name, look(container))
        .lines()
        .filter(program -> !program.equals(LOOK))
        .toList();
  }

  private static boolean hasEnded(ContainerStatus status) {
    return status.getState().getTerminated() != null;
  }

  private static String look(String container) {
    return "look-" + container;
  }
}
