package io.meltemi.translator.destination;

import com.google.common.collect.ImmutableList;
import io.meltemi.translator.model.EndpointHealth;
import io.meltemi.translator.model.Locality;
import io.meltemi.translator.model.MeshEndpoint;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Predicate;

/** Puts endpoints into groups by place and priority, as a {@link LocalityPolicy} says. */
final class LocalityArrangement {
  private static final Comparator<LocalityGroup> ORDER =
      Comparator.comparingInt(LocalityGroup::priority).thenComparing(LocalityGroup::locality);

  private LocalityArrangement() {}

  /** The groups in the order of priority and place; none is empty. */
  static ImmutableList<LocalityGroup> of(
      DestinationEndpoints destination, Predicate<String> usable) {
    List<MeshEndpoint> serving = serving(destination, usable);
    return switch (destination.locality()) {
      case LocalityPolicy.None _ -> byPlace(serving);
      case LocalityPolicy.Failover failover -> withoutGaps(byPlace(serving), failover);
      case LocalityPolicy.LabelPriority labels -> byLabels(serving, labels);
      case LocalityPolicy.Distribute distribute ->
          LocalityShares.of(byPlace(serving), distribute.shares());
    };
  }

  private static List<MeshEndpoint> serving(
      DestinationEndpoints destination, Predicate<String> usable) {
    List<MeshEndpoint> serving = new ArrayList<>(destination.endpoints().endpoints().size());
    for (MeshEndpoint endpoint : destination.endpoints().endpoints()) {
      boolean listed = endpoint.health() != EndpointHealth.UNHEALTHY || destination.withUnhealthy();
      if (listed
          && endpoint.ports().containsKey(destination.port())
          && usable.test(endpoint.address())) {
        serving.add(endpoint);
      }
    }
    return serving;
  }

  private static ImmutableList<LocalityGroup> byPlace(List<MeshEndpoint> endpoints) {
    return groups(endpoints, 0);
  }

  private static ImmutableList<LocalityGroup> groups(List<MeshEndpoint> endpoints, int priority) {
    Map<Locality, ImmutableList.Builder<MeshEndpoint>> places = new TreeMap<>();
    for (MeshEndpoint endpoint : endpoints) {
      places.computeIfAbsent(endpoint.locality(), _ -> ImmutableList.builder()).add(endpoint);
    }
    ImmutableList.Builder<LocalityGroup> groups = ImmutableList.builder();
    places.forEach(
        (place, members) -> groups.add(new LocalityGroup(place, priority, 0, members.build())));
    return groups.build();
  }

  /** Envoy wants priorities from 0 without gaps. */
  private static ImmutableList<LocalityGroup> withoutGaps(
      ImmutableList<LocalityGroup> places, LocalityPolicy.Failover failover) {
    TreeSet<Integer> distances = new TreeSet<>();
    places.forEach(place -> distances.add(distance(failover, place.locality())));
    return ImmutableList.sortedCopyOf(
        ORDER,
        places.stream()
            .map(
                place ->
                    place.withPriority(
                        distances.headSet(distance(failover, place.locality())).size()))
            .toList());
  }

  /** 0 same subzone, 1 same zone, 2 same region, 3 the region to fail over to, 4 elsewhere. */
  private static int distance(LocalityPolicy.Failover failover, Locality place) {
    Locality client = failover.client();
    if (!client.region().equals(place.region())) {
      return failover.successor().isEmpty() || failover.successor().get().equals(place.region())
          ? 3
          : 4;
    }
    if (!client.zone().equals(place.zone())) {
      return 2;
    }
    return client.subzone().equals(place.subzone()) ? 0 : 1;
  }

  private static ImmutableList<LocalityGroup> byLabels(
      List<MeshEndpoint> endpoints, LocalityPolicy.LabelPriority labels) {
    TreeMap<Integer, List<MeshEndpoint>> byMismatch = new TreeMap<>();
    for (MeshEndpoint endpoint : endpoints) {
      byMismatch
          .computeIfAbsent(mismatches(endpoint, labels), _ -> new ArrayList<>())
          .add(endpoint);
    }
    ImmutableList.Builder<LocalityGroup> groups = ImmutableList.builder();
    int priority = 0;
    for (List<MeshEndpoint> members : byMismatch.values()) {
      groups.addAll(groups(members, priority++));
    }
    return groups.build();
  }

  private static int mismatches(MeshEndpoint endpoint, LocalityPolicy.LabelPriority labels) {
    int matching = 0;
    for (LocalityPolicy.Clause clause : labels.clauses()) {
      if (!clause.matches(endpoint)) {
        break;
      }
      matching++;
    }
    return labels.clauses().size() - matching;
  }
}
