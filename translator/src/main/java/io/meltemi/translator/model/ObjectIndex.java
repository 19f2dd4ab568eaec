package io.meltemi.translator.model;

import com.google.common.collect.ImmutableCollection;
import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableSortedMap;
import io.meltemi.translator.config.ConfigObject;
import io.meltemi.translator.config.ConfigSpec;
import io.meltemi.translator.diagnostic.ConfigKey;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/** The user objects of one kind, in the order of their keys. */
public final class ObjectIndex<T extends ConfigSpec> {

  private static final ObjectIndex<?> EMPTY = new ObjectIndex<>(NamespacedMap.empty());

  private final NamespacedMap<ConfigObject<T>> objects;

  private ObjectIndex(NamespacedMap<ConfigObject<T>> objects) {
    this.objects = objects;
  }

  @SuppressWarnings("unchecked") // an empty index holds no T
  public static <T extends ConfigSpec> ObjectIndex<T> empty() {
    return (ObjectIndex<T>) EMPTY;
  }

  public static <T extends ConfigSpec> ObjectIndex<T> of(Map<ConfigKey, ConfigObject<T>> byKey) {
    Map<ConfigKey, Optional<ConfigObject<T>>> all = new LinkedHashMap<>();
    byKey.forEach((key, object) -> all.put(key, Optional.of(object)));
    return ObjectIndex.<T>empty().with(all);
  }

  /** Of several claims to the same thing the oldest wins; among equals, the first by name. */
  public static <T extends ConfigSpec> Comparator<ConfigObject<T>> oldestFirst() {
    return ConfigObject.oldestFirst();
  }

  public ImmutableCollection<ConfigObject<T>> all() {
    return objects.all();
  }

  public ImmutableSortedMap<ConfigKey, ConfigObject<T>> asMap() {
    ImmutableSortedMap.Builder<ConfigKey, ConfigObject<T>> map = ImmutableSortedMap.naturalOrder();
    objects.all().forEach(object -> map.put(object.key(), object));
    return map.buildOrThrow();
  }

  public Optional<ConfigObject<T>> get(ConfigKey key) {
    return objects.get(key);
  }

  public ImmutableList<ConfigObject<T>> inNamespace(String namespace) {
    return objects.inNamespace(namespace).values().asList();
  }

  /**
   * This index with objects put in, or taken out where the value is empty. Objects equal to what is
   * here keep the reference that is here; if all are, so does the index.
   */
  ObjectIndex<T> with(Map<ConfigKey, Optional<ConfigObject<T>>> changes) {
    NamespacedMap<ConfigObject<T>> next = objects.with(changes);
    return next == objects ? this : new ObjectIndex<>(next);
  }

  @Override
  public String toString() {
    return objects.all().toString();
  }
}
