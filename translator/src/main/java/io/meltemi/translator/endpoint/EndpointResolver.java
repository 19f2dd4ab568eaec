package io.meltemi.translator.endpoint;

import com.google.common.collect.ImmutableList;
import io.meltemi.translator.config.ConfigObject;
import io.meltemi.translator.config.DestinationRule;
import io.meltemi.translator.destination.DestinationEndpoints;
import io.meltemi.translator.destination.DestinationResolver;
import io.meltemi.translator.destination.Discovery;
import io.meltemi.translator.destination.LocalityPolicy;
import io.meltemi.translator.destination.LocalityPolicyResolver;
import io.meltemi.translator.destination.MeshDestination;
import io.meltemi.translator.diagnostic.ConfigKey;
import io.meltemi.translator.memo.Memo;
import io.meltemi.translator.model.Locality;
import io.meltemi.translator.model.MeshService;
import io.meltemi.translator.model.ServiceEndpoints;
import io.meltemi.translator.proxy.OutboundView;
import java.util.Optional;

/** The EDS inputs of one service's clusters. */
final class EndpointResolver {
  private final Memo<SubsetInputs, ServiceEndpoints> subsets;

  EndpointResolver(Memo<SubsetInputs, ServiceEndpoints> subsets) {
    this.subsets = subsets;
  }

  /** For clients of the view at a place; the place is kept only where it makes a difference. */
  ImmutableList<EndpointInputs> resolve(
      OutboundView view, MeshService service, ServiceEndpoints endpoints, Locality client) {
    Optional<ConfigObject<DestinationRule>> rule = view.rules().ruleFor(service);
    ImmutableList.Builder<EndpointInputs> inputs = ImmutableList.builder();
    for (MeshDestination destination : DestinationResolver.resolve(view, service, rule)) {
      if (destination.discovery() == Discovery.EDS) {
        inputs.add(inputs(view, destination, rule, endpoints, client));
      }
    }
    return inputs.build();
  }

  private EndpointInputs inputs(
      OutboundView view,
      MeshDestination destination,
      Optional<ConfigObject<DestinationRule>> rule,
      ServiceEndpoints endpoints,
      Locality client) {
    boolean isSubset = !destination.subsetLabels().isEmpty();
    ServiceEndpoints members =
        isSubset
            ? subsets.get(
                new SubsetInputs(endpoints, destination.subsetLabels()), SubsetInputs::members)
            : endpoints;
    LocalityPolicy locality =
        LocalityPolicyResolver.resolve(
            view.meshConfig(), destination.policy(), client, view.scope().sourceClauses(), members);
    boolean withUnhealthy = fallsBackToUnhealthy(destination);
    ConfigKey origin = destination.service().origin();
    boolean ruleHasASay =
        rule.isPresent() && (isSubset || withUnhealthy || locality != LocalityPolicy.None.INSTANCE);
    return new EndpointInputs(
        destination.name(),
        new DestinationEndpoints(members, destination.port().number(), locality, withUnhealthy),
        ruleHasASay ? ImmutableList.of(origin, rule.get().key()) : ImmutableList.of(origin));
  }

  /** Only with a panic threshold does Envoy ever use endpoints that are not healthy. */
  private static boolean fallsBackToUnhealthy(MeshDestination destination) {
    return destination.policy().outlierDetection().stream()
        .anyMatch(outlier -> outlier.minHealthPercent() > 0);
  }
}
