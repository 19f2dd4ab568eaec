package io.meltemi.translator.model;

import com.google.common.collect.ImmutableCollection;
import com.google.common.collect.ImmutableList;
import io.meltemi.translator.diagnostic.ConfigKey;
import java.util.Comparator;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** What proxies can stand beside, Pods and WorkloadEntries, by name and by address. */
public final class WorkloadIndex {

  public static final WorkloadIndex EMPTY =
      new WorkloadIndex(NamespacedMap.empty(), ShardedMap.empty());

  private static final Comparator<MeshWorkload> ORDER = Comparator.comparing(MeshWorkload::origin);

  private final NamespacedMap<MeshWorkload> byOrigin;
  private final ShardedMap<String, ImmutableList<MeshWorkload>> byAddress;

  private WorkloadIndex(
      NamespacedMap<MeshWorkload> byOrigin,
      ShardedMap<String, ImmutableList<MeshWorkload>> byAddress) {
    this.byOrigin = byOrigin;
    this.byAddress = byAddress;
  }

  /** The workload made from a Pod or a WorkloadEntry. */
  public Optional<MeshWorkload> get(ConfigKey origin) {
    return byOrigin.get(origin);
  }

  /** All with this address, in the order of their origins; mostly one. */
  public ImmutableList<MeshWorkload> at(String address) {
    return byAddress.get(address).orElseGet(ImmutableList::of);
  }

  public ImmutableCollection<MeshWorkload> inNamespace(String namespace) {
    return byOrigin.inNamespace(namespace).values();
  }

  public ImmutableList<MeshWorkload> all() {
    return byOrigin.all();
  }

  /** This index with workloads put in, or taken out where the value is empty. */
  WorkloadIndex with(Map<ConfigKey, Optional<MeshWorkload>> changes) {
    NamespacedMap<MeshWorkload> next = byOrigin.with(changes);
    return next == byOrigin ? this : new WorkloadIndex(next, byAddress.with(moves(changes)));
  }

  private Map<String, Optional<ImmutableList<MeshWorkload>>> moves(
      Map<ConfigKey, Optional<MeshWorkload>> changes) {
    Map<String, Map<ConfigKey, MeshWorkload>> at = new HashMap<>();
    changes.forEach(
        (origin, workload) -> {
          get(origin).ifPresent(old -> old.addresses().forEach(a -> movable(at, a).remove(origin)));
          workload.ifPresent(now -> now.addresses().forEach(a -> movable(at, a).put(origin, now)));
        });
    Map<String, Optional<ImmutableList<MeshWorkload>>> moves = new HashMap<>();
    at.forEach(
        (address, workloads) ->
            moves.put(
                address,
                workloads.isEmpty()
                    ? Optional.empty()
                    : Optional.of(ImmutableList.sortedCopyOf(ORDER, workloads.values()))));
    return moves;
  }

  private Map<ConfigKey, MeshWorkload> movable(
      Map<String, Map<ConfigKey, MeshWorkload>> at, String address) {
    return at.computeIfAbsent(
        address,
        a -> {
          Map<ConfigKey, MeshWorkload> known = new TreeMap<>();
          at(a).forEach(workload -> known.put(workload.origin(), workload));
          return known;
        });
  }

  @Override
  public String toString() {
    return byOrigin.all().toString();
  }
}
