package io.meltemi.translator.proxy;

import com.google.common.base.Joiner;
import com.google.common.base.Splitter;
import com.google.common.collect.ImmutableSet;
import com.google.common.collect.ImmutableSortedMap;
import io.meltemi.translator.config.ConfigObject;
import io.meltemi.translator.config.ConfigSpec;
import io.meltemi.translator.config.ObjectMeta;
import io.meltemi.translator.diagnostic.ConfigKey;
import java.util.Collection;
import java.util.Map;
import java.util.TreeMap;

/**
 * Objects made of several user objects: a VirtualService with its delegates, DestinationRules for
 * the same host. Such an object has the key of the first, and says in an annotation of its own who
 * else is in it, so that every resource made from it can name them all.
 */
public final class Merged {

  /** Comma list of {@code namespace/name}; of the same kind as the object. */
  private static final String FROM = "meltemi.io/merged-from";

  private static final Splitter COMMAS = Splitter.on(',').omitEmptyStrings();
  private static final Splitter SLASH = Splitter.on('/').limit(2);

  private Merged() {}

  /** Every user object that is in this object: itself, and what was merged into it. */
  public static ImmutableSet<ConfigKey> origins(ConfigObject<?> object) {
    String from = object.meta().annotation(FROM);
    if (from.isEmpty()) {
      return ImmutableSet.of(object.key());
    }
    ImmutableSet.Builder<ConfigKey> origins = ImmutableSet.builder();
    origins.add(object.key());
    for (String other : COMMAS.split(from)) {
      var parts = SLASH.splitToList(other);
      origins.add(new ConfigKey(object.key().kind(), parts.getFirst(), parts.getLast()));
    }
    return origins.build();
  }

  /** {@code base} saying {@code spec} instead, of which the others have a part. */
  static <T extends ConfigSpec> ConfigObject<T> of(
      ConfigObject<T> base, T spec, Collection<ConfigKey> others) {
    ObjectMeta meta = base.meta();
    Map<String, String> annotations = new TreeMap<>(meta.annotations());
    annotations.remove(FROM);
    if (!others.isEmpty()) {
      annotations.put(
          FROM,
          Joiner.on(',')
              .join(others.stream().map(key -> key.namespace() + "/" + key.name()).toList()));
    }
    return ConfigObject.of(
        base.key(),
        new ObjectMeta(
            meta.labels(),
            ImmutableSortedMap.copyOf(annotations),
            meta.creationTimestamp(),
            meta.generation()),
        spec);
  }
}
