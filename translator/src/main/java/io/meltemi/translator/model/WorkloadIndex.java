package io.meltemi.translator.model;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableListMultimap;
import com.google.common.collect.ImmutableMap;
import io.meltemi.translator.diagnostic.ConfigKey;
import java.util.Collection;
import java.util.Optional;

/** All workloads, by their object and by address. */
public final class WorkloadIndex {

  public static final WorkloadIndex EMPTY = of(ImmutableList.of());

  private final ImmutableMap<ConfigKey, MeshWorkload> byKey;
  private final ImmutableListMultimap<String, MeshWorkload> byAddress;

  private WorkloadIndex(
      ImmutableMap<ConfigKey, MeshWorkload> byKey,
      ImmutableListMultimap<String, MeshWorkload> byAddress) {
    this.byKey = byKey;
    this.byAddress = byAddress;
  }

  public static WorkloadIndex of(Collection<MeshWorkload> workloads) {
    ImmutableMap.Builder<ConfigKey, MeshWorkload> keys = ImmutableMap.builder();
    ImmutableListMultimap.Builder<String, MeshWorkload> addresses = ImmutableListMultimap.builder();
    for (MeshWorkload workload : workloads) {
      keys.put(workload.origin(), workload);
      workload.addresses().forEach(address -> addresses.put(address, workload));
    }
    return new WorkloadIndex(keys.buildOrThrow(), addresses.build());
  }

  public Optional<MeshWorkload> get(ConfigKey key) {
    return Optional.ofNullable(byKey.get(key));
  }

  public ImmutableList<MeshWorkload> at(String address) {
    return byAddress.get(address);
  }
}
