package io.meltemi.translator.model;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableSortedMap;
import io.meltemi.translator.config.ConfigObject;
import io.meltemi.translator.config.KubeNode;
import io.meltemi.translator.config.KubePod;
import io.meltemi.translator.config.ObjectMeta;
import io.meltemi.translator.config.WorkloadEntry;
import io.meltemi.translator.diagnostic.ConfigKey;
import io.meltemi.translator.diagnostic.ConfigKind;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** Pods and WorkloadEntries as workloads. */
final class Workloads {

  private Workloads() {}

  /** Empty for a pod without an address yet, and for one that has ended. */
  static Optional<MeshWorkload> ofPod(ConfigObject<KubePod> object, ObjectIndex<KubeNode> nodes) {
    KubePod pod = object.spec();
    if (pod.podIPs().isEmpty() || pod.phase().equals("Succeeded") || pod.phase().equals("Failed")) {
      return Optional.empty();
    }
    ImmutableSortedMap<String, String> labels = object.meta().labels();
    return Optional.of(
        new MeshWorkload(
            object.key(),
            pod.podIPs(),
            labels,
            namedPorts(pod),
            localityOf(labels).orElseGet(() -> localityOfNode(pod.nodeName(), nodes)),
            1,
            serviceAccount(pod),
            labels.getOrDefault(WellKnownLabels.NETWORK, ""),
            health(pod),
            pod.nodeName()));
  }

  /** Empty for one without an address, which stands for nothing one could send to. */
  static Optional<MeshWorkload> ofEntry(ConfigObject<WorkloadEntry> object) {
    WorkloadEntry entry = object.spec();
    if (entry.address().isEmpty()) {
      return Optional.empty();
    }
    ImmutableSortedMap<String, String> labels = labels(object.meta(), entry);
    return Optional.of(
        new MeshWorkload(
            object.key(),
            ImmutableList.of(entry.address()),
            labels,
            entry.ports(),
            localityOf(entry, labels),
            weightOf(entry),
            entry.serviceAccount(),
            networkOf(entry, labels),
            EndpointHealth.HEALTHY,
            ""));
  }

  static int weightOf(WorkloadEntry entry) {
    return Math.max(1, entry.weight());
  }

  static String networkOf(WorkloadEntry entry, Map<String, String> labels) {
    return entry.network().isEmpty()
        ? labels.getOrDefault(WellKnownLabels.NETWORK, "")
        : entry.network();
  }

  static Locality localityOf(WorkloadEntry entry, Map<String, String> labels) {
    return entry.locality().isEmpty()
        ? localityOf(labels).orElse(Locality.UNKNOWN)
        : Locality.parse(entry.locality());
  }

  static Locality localityOfNode(String nodeName, ObjectIndex<KubeNode> nodes) {
    return nodes
        .get(new ConfigKey(ConfigKind.NODE, "", nodeName))
        .map(
            node ->
                new Locality(
                    node.meta().label(WellKnownLabels.REGION),
                    node.meta().label(WellKnownLabels.ZONE),
                    node.meta().label(WellKnownLabels.SUBZONE)))
        .orElse(Locality.UNKNOWN);
  }

  /** A label's value cannot hold slashes, so {@code istio-locality} has dots instead. */
  private static Optional<Locality> localityOf(Map<String, String> labels) {
    return Optional.ofNullable(labels.get(WellKnownLabels.LOCALITY))
        .filter(label -> !label.isEmpty())
        .map(label -> Locality.parse(label.contains("/") ? label : label.replace('.', '/')));
  }

  /** Those of the metadata win over those of the spec. */
  private static ImmutableSortedMap<String, String> labels(ObjectMeta meta, WorkloadEntry entry) {
    if (meta.labels().isEmpty()) {
      return entry.labels();
    }
    Map<String, String> all = new TreeMap<>(entry.labels());
    all.putAll(meta.labels());
    return ImmutableSortedMap.copyOf(all);
  }

  private static ImmutableSortedMap<String, Integer> namedPorts(KubePod pod) {
    Map<String, Integer> ports = new TreeMap<>();
    for (KubePod.ContainerPort port : pod.ports()) {
      if (!port.name().isEmpty()) {
        ports.putIfAbsent(port.name(), port.containerPort());
      }
    }
    return ImmutableSortedMap.copyOf(ports);
  }

  /** Kubernetes writes this name where a user wrote none; a folder has nobody who would. */
  private static String serviceAccount(KubePod pod) {
    return pod.serviceAccountName().isEmpty() ? "default" : pod.serviceAccountName();
  }

  private static EndpointHealth health(KubePod pod) {
    if (pod.deletionTimestamp().isPresent()) {
      return EndpointHealth.DRAINING;
    }
    return pod.ready() ? EndpointHealth.HEALTHY : EndpointHealth.UNHEALTHY;
  }
}
