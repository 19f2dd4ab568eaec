package io.meltemi.translator.model;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableSet;
import io.meltemi.translator.config.ConfigObject;
import io.meltemi.translator.config.KubeEndpointSlice;
import io.meltemi.translator.diagnostic.ConfigKey;
import io.meltemi.translator.diagnostic.ConfigKind;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** EndpointSlices by the Service they belong to. */
public final class SliceIndex {

  static final SliceIndex EMPTY = new SliceIndex(ShardedMap.empty());

  private final ShardedMap<ConfigKey, ImmutableList<ConfigObject<KubeEndpointSlice>>> byService;

  private SliceIndex(
      ShardedMap<ConfigKey, ImmutableList<ConfigObject<KubeEndpointSlice>>> byService) {
    this.byService = byService;
  }

  /** In the order of their names. */
  ImmutableList<ConfigObject<KubeEndpointSlice>> of(ConfigKey service) {
    return byService.get(service).orElseGet(ImmutableList::of);
  }

  static ConfigKey serviceOf(ConfigObject<KubeEndpointSlice> slice) {
    return new ConfigKey(ConfigKind.SERVICE, slice.namespace(), slice.spec().serviceName());
  }

  /** After some slices changed from what {@code before} has to what {@code after} has. */
  SliceIndex with(
      ImmutableSet<ConfigKey> changed,
      ObjectIndex<KubeEndpointSlice> before,
      ObjectIndex<KubeEndpointSlice> after) {
    Map<ConfigKey, Map<ConfigKey, ConfigObject<KubeEndpointSlice>>> touched = new LinkedHashMap<>();
    for (ConfigKey key : changed) {
      before.get(key).ifPresent(slice -> movable(touched, serviceOf(slice)).remove(key));
      after.get(key).ifPresent(slice -> movable(touched, serviceOf(slice)).put(key, slice));
    }
    Map<ConfigKey, Optional<ImmutableList<ConfigObject<KubeEndpointSlice>>>> next =
        new LinkedHashMap<>();
    touched.forEach(
        (service, slices) ->
            next.put(
                service,
                slices.isEmpty()
                    ? Optional.empty()
                    : Optional.of(
                        ImmutableList.sortedCopyOf(
                            Comparator.comparing(ConfigObject::key), slices.values()))));
    return touched.isEmpty() ? this : new SliceIndex(byService.with(next));
  }

  private Map<ConfigKey, ConfigObject<KubeEndpointSlice>> movable(
      Map<ConfigKey, Map<ConfigKey, ConfigObject<KubeEndpointSlice>>> touched, ConfigKey service) {
    return touched.computeIfAbsent(
        service,
        key -> {
          Map<ConfigKey, ConfigObject<KubeEndpointSlice>> slices = new TreeMap<>();
          of(key).forEach(slice -> slices.put(slice.key(), slice));
          return slices;
        });
  }
}
