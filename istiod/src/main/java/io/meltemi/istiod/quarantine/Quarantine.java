package io.meltemi.istiod.quarantine;

import com.google.common.collect.ImmutableSortedMap;
import com.google.common.collect.Maps;
import io.meltemi.translator.diagnostic.ConfigKey;
import io.meltemi.translator.model.ModelVariant;
import java.util.SortedMap;

/**
 * What is kept from some proxies. Equal quarantines are one: proxies that refuse the same share
 * their translation.
 */
public record Quarantine(ImmutableSortedMap<ConfigKey, SetAside> setAside) {

  public static final Quarantine NONE = new Quarantine(ImmutableSortedMap.of());

  static Quarantine of(SortedMap<ConfigKey, SetAside> setAside) {
    return setAside.isEmpty() ? NONE : new Quarantine(ImmutableSortedMap.copyOfSorted(setAside));
  }

  public boolean isEmpty() {
    return setAside.isEmpty();
  }

  /** The mesh as these proxies see it. */
  public ModelVariant variant() {
    return new ModelVariant(Maps.transformValues(setAside, SetAside::lastGood));
  }
}
