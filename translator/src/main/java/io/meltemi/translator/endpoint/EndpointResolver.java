package io.meltemi.translator.endpoint;

import com.google.common.collect.ImmutableList;
import io.meltemi.translator.destination.DestinationEndpoints;
import io.meltemi.translator.destination.DestinationOrigins;
import io.meltemi.translator.destination.DestinationResolver;
import io.meltemi.translator.destination.Discovery;
import io.meltemi.translator.destination.LocalityPolicy;
import io.meltemi.translator.destination.LocalityPolicyResolver;
import io.meltemi.translator.destination.MeshDestination;
import io.meltemi.translator.memo.Memo;
import io.meltemi.translator.model.ServiceEndpoints;
import java.util.Optional;

/** The EDS inputs of one service's clusters. */
final class EndpointResolver {
  private final Memo<SubsetInputs, ServiceEndpoints> subsets;

  EndpointResolver(Memo<SubsetInputs, ServiceEndpoints> subsets) {
    this.subsets = subsets;
  }

  /** For clients at a place, which is kept only where it makes a difference. */
  ImmutableList<EndpointInputs> resolve(ServiceEndpointInputs inputs) {
    ImmutableList.Builder<EndpointInputs> clusters = ImmutableList.builder();
    ServiceEndpoints reachable = inputs.reachable();
    for (MeshDestination destination :
        DestinationResolver.resolve(inputs.client(), inputs.service(), inputs.rule())) {
      if (destination.discovery() == Discovery.EDS) {
        clusters.add(cluster(inputs, reachable, destination));
      }
    }
    return clusters.build();
  }

  private EndpointInputs cluster(
      ServiceEndpointInputs inputs, ServiceEndpoints reachable, MeshDestination destination) {
    boolean isSubset = !destination.subsetLabels().isEmpty();
    ServiceEndpoints members =
        isSubset
            ? subsets.get(
                new SubsetInputs(reachable, destination.subsetLabels()), SubsetInputs::members)
            : reachable;
    LocalityPolicy locality =
        LocalityPolicyResolver.resolve(
            inputs.client().meshConfig(),
            destination,
            inputs.place(),
            inputs.client().labels(),
            members);
    boolean withUnhealthy = fallsBackToUnhealthy(destination);
    boolean ruleHasASay =
        inputs.rule().isPresent()
            && (isSubset || withUnhealthy || locality != LocalityPolicy.None.INSTANCE);
    return new EndpointInputs(
        destination.name(),
        new DestinationEndpoints(members, destination.port().number(), locality, withUnhealthy),
        DestinationOrigins.of(
            destination.service(), ruleHasASay ? inputs.rule() : Optional.empty()));
  }

  /** Only with a panic threshold does Envoy ever use endpoints that are not healthy. */
  private static boolean fallsBackToUnhealthy(MeshDestination destination) {
    return destination.policy().outlierDetection().stream()
        .anyMatch(outlier -> outlier.minHealthPercent() > 0);
  }
}
