package io.meltemi.translator.proxy;

import com.google.common.collect.ImmutableList;
import io.meltemi.translator.diagnostic.ConfigKey;
import io.meltemi.translator.diagnostic.ConfigKind;
import io.meltemi.translator.model.EndpointHealth;
import io.meltemi.translator.model.MeshModel;
import io.meltemi.translator.model.MeshWorkload;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Finds the workload that a proxy stands beside. */
final class OwnWorkload {

  private OwnWorkload() {}

  /**
   * The one with the proxy's name, which also tells apart several at one address; otherwise the
   * only one of its namespace at its addresses.
   */
  static Optional<MeshWorkload> find(MeshModel model, ProxyDescriptor proxy) {
    for (ConfigKey key : named(proxy)) {
      Optional<MeshWorkload> workload = model.workloads().get(key);
      if (workload.isPresent()) {
        return workload;
      }
    }
    List<MeshWorkload> neighbours = new ArrayList<>();
    for (String address : proxy.addresses()) {
      for (MeshWorkload workload : model.workloads().at(address)) {
        if (workload.namespace().equals(proxy.namespace()) && !neighbours.contains(workload)) {
          neighbours.add(workload);
        }
      }
    }
    return neighbours.size() == 1 ? Optional.of(neighbours.getFirst()) : Optional.empty();
  }

  private static ImmutableList<ConfigKey> named(ProxyDescriptor proxy) {
    ImmutableList.Builder<ConfigKey> names = ImmutableList.builder();
    String entry = proxy.metadata().getOrDefault("WORKLOAD_ENTRY", "");
    if (!entry.isEmpty()) {
      names.add(new ConfigKey(ConfigKind.WORKLOAD_ENTRY, proxy.namespace(), entry));
    }
    return names
        .add(new ConfigKey(ConfigKind.POD, proxy.namespace(), proxy.name()))
        .add(new ConfigKey(ConfigKind.WORKLOAD_ENTRY, proxy.namespace(), proxy.name()))
        .build();
  }

  /** What the model does not know (yet), as the proxy itself describes it. */
  static MeshWorkload described(ProxyDescriptor proxy) {
    return new MeshWorkload(
        new ConfigKey(ConfigKind.POD, proxy.namespace(), proxy.name()),
        proxy.addresses(),
        proxy.labels(),
        PodPorts.parse(proxy.metadata().getOrDefault("POD_PORTS", "")),
        proxy.locality(),
        1,
        proxy.serviceAccount(),
        proxy.network(),
        EndpointHealth.HEALTHY,
        proxy.nodeName());
  }
}
