package io.meltemi.translator.destination;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableSet;
import com.google.common.collect.ImmutableSortedMap;
import io.meltemi.translator.config.LoadBalancer;
import io.meltemi.translator.config.LocalityLb;
import io.meltemi.translator.config.MeshConfig;
import io.meltemi.translator.config.TrafficDistribution;
import io.meltemi.translator.model.Locality;
import io.meltemi.translator.model.MeshEndpoint;
import io.meltemi.translator.model.Place;
import io.meltemi.translator.model.ServiceEndpoints;
import java.util.Optional;

/**
 * Which locality rule applies to a client of a cluster.
 *
 * <p>A DestinationRule's setting hides the mesh's; it is on unless said otherwise. Failing over
 * needs outlier detection: without it Envoy would never notice that the near ones have failed. A
 * service that says itself whom its clients should prefer ({@code trafficDistribution}) is taken at
 * its word without: it knows from Kubernetes which endpoints are ready.
 */
public final class LocalityPolicyResolver {
  private LocalityPolicyResolver() {}

  /** The setting in force, if locality load balancing is on. */
  public static Optional<LocalityLb> setting(MeshConfig mesh, DestinationPolicy policy) {
    return policy
        .loadBalancer()
        .flatMap(LoadBalancer::localityLbSetting)
        .or(mesh::localityLbSetting)
        .or(() -> Optional.of(NEAREST_FIRST))
        .filter(setting -> setting.enabled().orElse(true));
  }

  /** What it comes to for a client at a place and these endpoints. */
  public static LocalityPolicy resolve(
      MeshConfig mesh,
      MeshDestination destination,
      Place place,
      ImmutableSet<ImmutableSortedMap<String, String>> clientLabels,
      ServiceEndpoints endpoints) {
    DestinationPolicy policy = destination.policy();
    Locality client = place.locality();
    Optional<LocalityLb> preference = preference(destination.service().distribution());
    if (preference.isPresent()
        && policy.loadBalancer().flatMap(LoadBalancer::localityLbSetting).isEmpty()) {
      return labelPriority(preference.get(), place, clientLabels, endpoints);
    }
    if (policy.outlierDetection().isEmpty() && !mayDistribute(mesh, policy)) {
      return LocalityPolicy.None.INSTANCE; // the common case, without allocation
    }
    Optional<LocalityLb> setting = setting(mesh, policy);
    if (setting.isEmpty()) {
      return LocalityPolicy.None.INSTANCE;
    }
    LocalityLb lb = setting.get();
    if (!lb.distribute().isEmpty()) {
      return distribute(lb, client);
    }
    if (policy.outlierDetection().isEmpty()) {
      return LocalityPolicy.None.INSTANCE;
    }
    if (!lb.failoverPriority().isEmpty()) {
      return labelPriority(lb, place, clientLabels, endpoints);
    }
    if (client.equals(Locality.UNKNOWN) || !isSpread(endpoints)) {
      return LocalityPolicy.None.INSTANCE;
    }
    return failover(lb, client);
  }

  private static final LocalityLb NEAREST_FIRST = byPriority(ImmutableList.of());
  private static final Optional<LocalityLb> SAME_ZONE_FIRST =
      Optional.of(byPriority(TopologyLabel.DOWN_TO_ZONE));
  private static final Optional<LocalityLb> SAME_NODE_FIRST =
      Optional.of(byPriority(TopologyLabel.DOWN_TO_NODE));

  private static LocalityLb byPriority(ImmutableList<String> labels) {
    return new LocalityLb(ImmutableList.of(), ImmutableList.of(), labels, Optional.empty());
  }

  private static Optional<LocalityLb> preference(TrafficDistribution distribution) {
    return switch (distribution) {
      case ANY, ONLY_SAME_NODE -> Optional.empty();
      case PREFER_SAME_ZONE -> SAME_ZONE_FIRST;
      case PREFER_SAME_NODE -> SAME_NODE_FIRST;
    };
  }

  private static boolean mayDistribute(MeshConfig mesh, DestinationPolicy policy) {
    return policy.loadBalancer().isPresent() || mesh.localityLbSetting().isPresent();
  }

  private static LocalityPolicy distribute(LocalityLb lb, Locality client) {
    LocalityLb.Distribute best = null;
    for (LocalityLb.Distribute rule : lb.distribute()) {
      if (LocalityPattern.matches(rule.from(), client)
          && (best == null
              || LocalityPattern.specificity(rule.from())
                  > LocalityPattern.specificity(best.from()))) {
        best = rule;
      }
    }
    return new LocalityPolicy.Distribute(best == null ? ImmutableSortedMap.of() : best.to());
  }

  private static LocalityPolicy.Failover failover(LocalityLb lb, Locality client) {
    for (LocalityLb.Failover rule : lb.failover()) {
      if (rule.from().equals(client.region())) {
        return new LocalityPolicy.Failover(client, Optional.of(rule.to()));
      }
    }
    return new LocalityPolicy.Failover(client, Optional.empty());
  }

  private static LocalityPolicy labelPriority(
      LocalityLb lb,
      Place client,
      ImmutableSet<ImmutableSortedMap<String, String>> clientLabels,
      ServiceEndpoints endpoints) {
    ImmutableList.Builder<LocalityPolicy.Clause> clauses = ImmutableList.builder();
    for (String entry : lb.failoverPriority()) {
      if (entry.equals(TopologyLabel.NODE) && !endpoints.hasAnyOnNode(client.node())) {
        break; // no endpoint matches any further, so all nodes without one come to the same
      }
      int equals = entry.indexOf('=');
      String label = equals < 0 ? entry : entry.substring(0, equals);
      String value =
          equals >= 0
              ? entry.substring(equals + 1)
              : TopologyLabel.value(label, client)
                  .orElseGet(() -> clientValue(label, clientLabels));
      clauses.add(new LocalityPolicy.Clause(label, value));
    }
    return new LocalityPolicy.LabelPriority(
        clauses.build(),
        lb.failover().isEmpty() ? Optional.empty() : Optional.of(failover(lb, client.locality())));
  }

  /** A class of proxies knows only those of its labels that some rule asks for. */
  private static String clientValue(
      String label, ImmutableSet<ImmutableSortedMap<String, String>> clientLabels) {
    for (ImmutableSortedMap<String, String> clause : clientLabels) {
      String value = clause.get(label);
      if (value != null) {
        return value;
      }
    }
    return "";
  }

  private static boolean isSpread(ServiceEndpoints endpoints) {
    ImmutableList<MeshEndpoint> all = endpoints.endpoints();
    for (MeshEndpoint endpoint : all) {
      if (!endpoint.locality().equals(all.getFirst().locality())) {
        return true;
      }
    }
    return false;
  }
}
