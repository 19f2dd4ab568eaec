package io.meltemi.translator.model;

import com.google.common.collect.ImmutableCollection;
import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableListMultimap;
import com.google.common.collect.ImmutableSortedMap;
import io.meltemi.translator.config.ConfigObject;
import io.meltemi.translator.config.ConfigSpec;
import io.meltemi.translator.config.MeshConfig;
import io.meltemi.translator.diagnostic.ConfigKey;
import java.util.Map;
import java.util.Optional;

/** The user objects of one kind, in the order of their keys. */
public final class ObjectIndex<T extends ConfigSpec> {

  private static final ObjectIndex<?> EMPTY = new ObjectIndex<MeshConfig>(ImmutableSortedMap.of());

  private final ImmutableSortedMap<ConfigKey, ConfigObject<T>> byKey;
  private final ImmutableListMultimap<String, ConfigObject<T>> byNamespace;

  private ObjectIndex(ImmutableSortedMap<ConfigKey, ConfigObject<T>> byKey) {
    this.byKey = byKey;
    ImmutableListMultimap.Builder<String, ConfigObject<T>> namespaces =
        ImmutableListMultimap.builder();
    byKey.forEach((key, object) -> namespaces.put(key.namespace(), object));
    this.byNamespace = namespaces.build();
  }

  @SuppressWarnings("unchecked") // an empty index holds no T
  public static <T extends ConfigSpec> ObjectIndex<T> empty() {
    return (ObjectIndex<T>) EMPTY;
  }

  public static <T extends ConfigSpec> ObjectIndex<T> of(Map<ConfigKey, ConfigObject<T>> byKey) {
    return byKey.isEmpty() ? empty() : new ObjectIndex<>(ImmutableSortedMap.copyOf(byKey));
  }

  public ImmutableCollection<ConfigObject<T>> all() {
    return byKey.values();
  }

  public ImmutableSortedMap<ConfigKey, ConfigObject<T>> asMap() {
    return byKey;
  }

  public Optional<ConfigObject<T>> get(ConfigKey key) {
    return Optional.ofNullable(byKey.get(key));
  }

  public ImmutableList<ConfigObject<T>> inNamespace(String namespace) {
    return byNamespace.get(namespace);
  }
}
