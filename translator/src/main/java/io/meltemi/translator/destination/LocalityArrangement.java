package io.meltemi.translator.destination;

import com.google.common.collect.ImmutableList;
import io.meltemi.translator.model.Locality;
import io.meltemi.translator.model.MeshEndpoint;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Predicate;
import java.util.function.ToIntFunction;

/** Puts endpoints into groups by place and priority, as a {@link LocalityPolicy} says. */
final class LocalityArrangement {
  /** How many values {@link #distance} has. */
  private static final int DISTANCES = 5;

  private LocalityArrangement() {}

  /** The groups in the order of priority and place; none is empty. */
  static ImmutableList<LocalityGroup> of(
      DestinationEndpoints destination, Predicate<String> usable) {
    List<MeshEndpoint> serving = serving(destination, usable);
    return switch (destination.locality()) {
      case LocalityPolicy.None _ -> groups(serving, 0);
      case LocalityPolicy.Failover failover ->
          byRank(serving, endpoint -> distance(failover, endpoint.locality()));
      case LocalityPolicy.LabelPriority labels ->
          byRank(serving, endpoint -> rank(labels, endpoint));
      case LocalityPolicy.Distribute distribute ->
          LocalityShares.of(groups(serving, 0), distribute.shares());
    };
  }

  /**
   * Those to send to. One that is about to end counts as long as there is no other, as for
   * Kubernetes itself: the rest of the time it would only make Envoy think, where many end at once,
   * that most of a service is ill and that it may as well call all of it (its panic threshold).
   */
  private static List<MeshEndpoint> serving(
      DestinationEndpoints destination, Predicate<String> usable) {
    List<MeshEndpoint> serving = new ArrayList<>(destination.endpoints().endpoints().size());
    List<MeshEndpoint> draining = new ArrayList<>();
    boolean anyHealthy = false;
    for (MeshEndpoint endpoint : destination.endpoints().endpoints()) {
      if (endpoint.ports().containsKey(destination.port()) && usable.test(endpoint.address())) {
        switch (endpoint.health()) {
          case HEALTHY -> {
            serving.add(endpoint);
            anyHealthy = true;
          }
          case UNHEALTHY -> {
            if (destination.withUnhealthy()) {
              serving.add(endpoint);
            }
          }
          case DRAINING -> draining.add(endpoint);
        }
      }
    }
    if (!anyHealthy) {
      serving.addAll(draining);
    }
    return serving;
  }

  /** Ranks become priorities, which Envoy wants from 0 without gaps. */
  private static ImmutableList<LocalityGroup> byRank(
      List<MeshEndpoint> endpoints, ToIntFunction<MeshEndpoint> rank) {
    Map<Integer, List<MeshEndpoint>> ranks = new TreeMap<>();
    for (MeshEndpoint endpoint : endpoints) {
      ranks.computeIfAbsent(rank.applyAsInt(endpoint), _ -> new ArrayList<>()).add(endpoint);
    }
    ImmutableList.Builder<LocalityGroup> groups = ImmutableList.builder();
    int priority = 0;
    for (List<MeshEndpoint> members : ranks.values()) {
      groups.addAll(groups(members, priority++));
    }
    return groups.build();
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

  /** How many labels differ, from the first that does; among equals, how far away it is. */
  private static int rank(LocalityPolicy.LabelPriority labels, MeshEndpoint endpoint) {
    int matching = 0;
    for (LocalityPolicy.Clause clause : labels.clauses()) {
      if (!clause.matches(endpoint)) {
        break;
      }
      matching++;
    }
    int distance =
        labels.within().map(failover -> distance(failover, endpoint.locality())).orElse(0);
    return (labels.clauses().size() - matching) * DISTANCES + distance;
  }
}
