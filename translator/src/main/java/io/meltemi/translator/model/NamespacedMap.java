package io.meltemi.translator.model;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableSortedMap;
import io.meltemi.translator.diagnostic.ConfigKey;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/** Values by object, sorted, namespace by namespace: a changed copy shares the other namespaces. */
final class NamespacedMap<V> {

  private static final NamespacedMap<?> EMPTY = new NamespacedMap<>(ImmutableSortedMap.of());

  private final ImmutableSortedMap<String, ImmutableSortedMap<ConfigKey, V>> namespaces;
  private final ImmutableList<V> all;

  private NamespacedMap(ImmutableSortedMap<String, ImmutableSortedMap<ConfigKey, V>> namespaces) {
    this.namespaces = namespaces;
    ImmutableList.Builder<V> values = ImmutableList.builder();
    namespaces.values().forEach(namespace -> values.addAll(namespace.values()));
    this.all = values.build();
  }

  @SuppressWarnings("unchecked") // an empty map holds no V
  static <V> NamespacedMap<V> empty() {
    return (NamespacedMap<V>) EMPTY;
  }

  Optional<V> get(ConfigKey key) {
    return Optional.ofNullable(inNamespace(key.namespace()).get(key));
  }

  ImmutableSortedMap<ConfigKey, V> inNamespace(String namespace) {
    ImmutableSortedMap<ConfigKey, V> known = namespaces.get(namespace);
    return known == null ? ImmutableSortedMap.of() : known;
  }

  /** In the order of namespaces, then keys. */
  ImmutableList<V> all() {
    return all;
  }

  /** This map with entries set, or removed where the value is empty; itself if nothing changes. */
  NamespacedMap<V> with(Map<ConfigKey, Optional<V>> changes) {
    Map<String, SortedMap<ConfigKey, V>> touched = new TreeMap<>();
    changes.forEach(
        (key, value) -> {
          if (!value.equals(get(key))) {
            SortedMap<ConfigKey, V> copy =
                touched.computeIfAbsent(key.namespace(), ns -> new TreeMap<>(inNamespace(ns)));
            value.ifPresentOrElse(v -> copy.put(key, v), () -> copy.remove(key));
          }
        });
    if (touched.isEmpty()) {
      return this;
    }
    SortedMap<String, ImmutableSortedMap<ConfigKey, V>> next = new TreeMap<>(namespaces);
    touched.forEach(
        (namespace, values) -> {
          if (values.isEmpty()) {
            next.remove(namespace);
          } else {
            next.put(namespace, ImmutableSortedMap.copyOfSorted(values));
          }
        });
    return next.isEmpty() ? empty() : new NamespacedMap<>(ImmutableSortedMap.copyOfSorted(next));
  }
}
