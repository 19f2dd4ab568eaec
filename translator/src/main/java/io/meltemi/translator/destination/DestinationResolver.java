package io.meltemi.translator.destination;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableSortedMap;
import io.meltemi.translator.config.ConfigObject;
import io.meltemi.translator.config.DestinationRule;
import io.meltemi.translator.model.MeshService;
import io.meltemi.translator.model.Protocol;
import io.meltemi.translator.model.ServicePort;
import io.meltemi.translator.naming.ClusterName;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;

/**
 * Which clusters a service makes in a view: every port, and every port of every subset of the
 * DestinationRule that applies.
 *
 * <p>CDS and EDS both start here, so that every EDS cluster has its endpoints.
 */
public final class DestinationResolver {
  private DestinationResolver() {}

  /** In the order of ports, the whole service before its subsets, each name once. */
  public static ImmutableList<MeshDestination> resolve(
      ClientScope client, MeshService service, Optional<ConfigObject<DestinationRule>> rule) {
    ImmutableList.Builder<MeshDestination> destinations = ImmutableList.builder();
    for (ServicePort port : service.ports()) {
      if (port.protocol() == Protocol.UDP) {
        continue; // Istio does not proxy UDP
      }
      destinations.add(destination(client, service, rule, port, "", ImmutableSortedMap.of()));
      Set<String> names = new HashSet<>();
      names.add("");
      for (DestinationRule.Subset subset : subsets(rule)) {
        if (names.add(subset.name())) {
          destinations.add(
              destination(client, service, rule, port, subset.name(), subset.labels()));
        }
      }
    }
    return destinations.build();
  }

  private static ImmutableList<DestinationRule.Subset> subsets(
      Optional<ConfigObject<DestinationRule>> rule) {
    return rule.isPresent() ? rule.get().spec().subsets() : ImmutableList.of();
  }

  private static MeshDestination destination(
      ClientScope client,
      MeshService service,
      Optional<ConfigObject<DestinationRule>> rule,
      ServicePort port,
      String subset,
      ImmutableSortedMap<String, String> labels) {
    DestinationPolicy policy =
        TrafficPolicyResolver.resolve(client.meshConfig(), rule, port.number(), subset);
    return new MeshDestination(
        ClusterName.outbound(port.number(), subset, service.hostname()),
        service,
        port,
        labels,
        DiscoveryResolver.resolve(client, service, policy),
        policy);
  }
}
