package io.meltemi.translator.config;

import io.meltemi.translator.diagnostic.ConfigKey;
import java.time.Instant;
import java.util.Comparator;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A decoded user object: which one it is, its metadata, and what it says.
 *
 * <p>It is part of many memo keys, so it is a class that computes its hash once rather than a
 * record. Where it came from (file, line, resourceVersion) is not part of it: moving an object to
 * another line changes no equality and translates nothing again.
 */
public final class ConfigObject<T extends ConfigSpec> {

  private final ConfigKey key;
  private final ObjectMeta meta;
  private final T spec;
  private final int hash;

  private ConfigObject(ConfigKey key, ObjectMeta meta, T spec) {
    this.key = key;
    this.meta = meta;
    this.spec = spec;
    this.hash = (key.hashCode() * 31 + meta.hashCode()) * 31 + spec.hashCode();
  }

  public static <T extends ConfigSpec> ConfigObject<T> of(ConfigKey key, ObjectMeta meta, T spec) {
    return new ConfigObject<>(key, meta, spec);
  }

  /** Of several claims to the same thing the oldest wins; among equals, the first by name. */
  public static <T extends ConfigSpec> Comparator<ConfigObject<T>> oldestFirst() {
    return Comparator.<ConfigObject<T>, Instant>comparing(
            object -> object.meta().creationTimestamp())
        .thenComparing(ConfigObject::key);
  }

  public ConfigKey key() {
    return key;
  }

  public String namespace() {
    return key.namespace();
  }

  public String name() {
    return key.name();
  }

  public ObjectMeta meta() {
    return meta;
  }

  public T spec() {
    return spec;
  }

  /** This object if what it says is of that type. */
  public <S extends ConfigSpec> Optional<ConfigObject<S>> as(Class<S> type) {
    if (!type.isInstance(spec)) {
      return Optional.empty();
    }
    @SuppressWarnings("unchecked") // the spec is an S, and the object only ever gives it out
    ConfigObject<S> cast = (ConfigObject<S>) this;
    return Optional.of(cast);
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return this == other
        || (other instanceof ConfigObject<?> that
            && hash == that.hash
            && key.equals(that.key)
            && meta.equals(that.meta)
            && spec.equals(that.spec));
  }

  @Override
  public int hashCode() {
    return hash;
  }

  @Override
  public String toString() {
    return key.toString();
  }
}
