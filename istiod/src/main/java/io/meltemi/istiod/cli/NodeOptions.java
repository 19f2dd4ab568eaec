package io.meltemi.istiod.cli;

import com.google.common.collect.ImmutableSortedMap;
import io.meltemi.translator.bootstrap.ProxyNode;
import io.meltemi.translator.bootstrap.ProxyPlace;
import io.meltemi.translator.diagnostic.ConfigKey;
import io.meltemi.translator.diagnostic.ConfigKind;
import io.meltemi.translator.model.Locality;
import io.meltemi.translator.model.MeshModel;
import io.meltemi.translator.model.MeshWorkload;
import io.meltemi.translator.proxy.InterceptionMode;
import io.meltemi.translator.proxy.ProxyKind;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/**
 * Flags that say which proxy is meant. What is not said is taken from the workload of that name in
 * the mesh, where a mesh is at hand.
 */
final class NodeOptions {

  @Option(names = "--ip", paramLabel = "ADDRESS", description = "the workload's address")
  private String ip = "";

  @Option(
      names = "--labels",
      split = ",",
      paramLabel = "KEY=VALUE",
      description = "the workload's labels")
  private Map<String, String> labels = Map.of();

  @Option(names = "--service-account", description = "the workload's service account")
  private String serviceAccount = "";

  @Option(names = "--locality", paramLabel = "REGION/ZONE/SUBZONE", description = "where it runs")
  private String locality = "";

  @Option(names = "--network", description = "the network it is in")
  private String network = "";

  @Option(
      names = "--interception-mode",
      defaultValue = "REDIRECT",
      description = "${COMPLETION-CANDIDATES}; NONE: nothing is captured, as on a laptop")
  private InterceptionMode interceptionMode = InterceptionMode.REDIRECT;

  @Option(
      names = "--domain",
      defaultValue = "cluster.local",
      description = "DNS domain of the mesh (default: ${DEFAULT-VALUE})")
  private String domain = "";

  @Option(
      names = "--cluster-id",
      defaultValue = "Kubernetes",
      description = "registry that knows the workload (default: ${DEFAULT-VALUE})")
  private String clusterId = "";

  String domain() {
    return domain;
  }

  InterceptionMode interceptionMode() {
    return interceptionMode;
  }

  /** {@code NAMESPACE/NAME} or {@code NAME.NAMESPACE}. */
  static ConfigKey workload(String flag, String text) {
    int slash = text.indexOf('/');
    if (slash >= 0) {
      return entry(text.substring(0, slash), text.substring(slash + 1));
    }
    int dot = text.lastIndexOf('.');
    if (dot < 0) {
      throw new CommandFailure(
          flag + " takes NAMESPACE/NAME or NAME.NAMESPACE, not \"" + text + "\"");
    }
    return entry(text.substring(dot + 1), text.substring(0, dot));
  }

  private static ConfigKey entry(String namespace, String name) {
    return new ConfigKey(ConfigKind.WORKLOAD_ENTRY, namespace, name);
  }

  /** The workload of that name, be it a WorkloadEntry or a Pod. */
  static Optional<MeshWorkload> find(MeshModel mesh, ConfigKey name) {
    return mesh.workloads()
        .get(name)
        .or(
            () ->
                mesh.workloads().get(new ConfigKey(ConfigKind.POD, name.namespace(), name.name())));
  }

  /**
   * The node of that proxy.
   *
   * @param known the workload beside it, if the mesh has it
   */
  ProxyNode node(ProxyKind kind, String namespace, String name, Optional<MeshWorkload> known) {
    String address =
        ip.isEmpty() ? known.map(workload -> workload.addresses().getFirst()).orElse("") : ip;
    if (address.isEmpty()) {
      throw new CommandFailure(
          "The mesh has no workload " + namespace + "/" + name + "; say its address: --ip");
    }
    ImmutableSortedMap<String, String> labelled =
        labels.isEmpty()
            ? known.map(MeshWorkload::labels).orElse(ImmutableSortedMap.of())
            : ImmutableSortedMap.copyOf(labels);
    return ProxyNode.of(kind, name, namespace, address)
        .withLabels(labelled)
        .withServiceAccount(
            serviceAccount.isEmpty()
                ? known
                    .map(MeshWorkload::serviceAccount)
                    .filter(s -> !s.isEmpty())
                    .orElse("default")
                : serviceAccount)
        .withInterceptionMode(interceptionMode)
        .withPlace(place(known));
  }

  private ProxyPlace place(Optional<MeshWorkload> known) {
    return new ProxyPlace(
        locality.isEmpty()
            ? known.map(MeshWorkload::locality).orElse(Locality.UNKNOWN)
            : Locality.parse(locality),
        network.isEmpty() ? known.map(MeshWorkload::network).orElse("") : network,
        clusterId,
        domain);
  }

  /** A gateway is what a Gateway selects by at least one label. */
  static ProxyKind kind(@Nullable ProxyKind said, MeshModel mesh, Optional<MeshWorkload> workload) {
    if (said != null) {
      return said;
    }
    boolean selected =
        workload.isPresent()
            && mesh.gateways().all().stream()
                .map(gateway -> gateway.spec().selector())
                .anyMatch(
                    selector ->
                        !selector.isEmpty()
                            && workload.get().labels().entrySet().containsAll(selector.entrySet()));
    return selected ? ProxyKind.ROUTER : ProxyKind.SIDECAR;
  }
}
