package io.meltemi.translator.endpoint;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableMap;
import com.google.common.collect.ImmutableSet;
import io.meltemi.translator.destination.ServiceResources;
import io.meltemi.translator.model.EndpointIndex;
import io.meltemi.translator.model.ServiceKey;
import io.meltemi.translator.xds.ResourceSet;
import io.meltemi.translator.xds.XdsResource;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * From one index to the next: what differs, and what it made of each set. Views that shared a set
 * before share one after.
 */
final class EndpointChange {
  private final EndpointIndex from;
  private final EndpointIndex to;
  private final ImmutableSet<ServiceKey> services;
  private final Map<Replacement, ServiceResources> applied = new HashMap<>();

  EndpointChange(EndpointIndex from, EndpointIndex to) {
    this.from = from;
    this.to = to;
    this.services = to.changedSince(from);
  }

  boolean isBetween(EndpointIndex earlier, EndpointIndex later) {
    return from == earlier && to == later;
  }

  ImmutableSet<ServiceKey> services() {
    return services;
  }

  ServiceResources applied(
      ServiceResources base, ImmutableMap<Integer, ImmutableList<XdsResource>> replacements) {
    return applied.computeIfAbsent(
        new Replacement(base.set(), replacements), _ -> base.replacing(replacements));
  }

  /** Sets are told apart by reference: most are shared, and comparing them costs more. */
  private record Replacement(
      ResourceSet base, ImmutableMap<Integer, ImmutableList<XdsResource>> replacements) {

    @Override
    public boolean equals(@Nullable Object other) {
      return other instanceof Replacement that
          && base == that.base
          && replacements.equals(that.replacements);
    }

    @Override
    public int hashCode() {
      return replacements.hashCode();
    }
  }
}
