package io.meltemi.webhook.values;

import com.google.common.collect.ImmutableSortedMap;

/** {@code resources} of a container: name ({@code cpu}) → quantity ({@code 100m}). */
public record ResourceValues(
    ImmutableSortedMap<String, String> requests, ImmutableSortedMap<String, String> limits) {

  public static final ResourceValues NONE =
      new ResourceValues(ImmutableSortedMap.of(), ImmutableSortedMap.of());

  public boolean isEmpty() {
    return requests.isEmpty() && limits.isEmpty();
  }
}
