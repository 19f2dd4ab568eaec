package io.meltemi.istiod.xds;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableMap;
import io.meltemi.translator.diagnostic.ConfigKey;
import java.time.Instant;

/**
 * A NACK: a response that a proxy refused.
 *
 * @param error Envoy's own words, cut off where they get long
 * @param resources the resources that it is about, name and version, as far as can be told; empty
 *     if not
 * @param origins the user objects that those resources were made from
 */
public record Rejection(
    Delivery delivery,
    String error,
    ImmutableMap<String, String> resources,
    ImmutableList<ConfigKey> origins,
    Instant at) {

  public ImmutableList<String> resourceNames() {
    return resources.keySet().asList();
  }
}
