package io.meltemi.translator.model;

import com.google.common.collect.ImmutableListMultimap;
import io.meltemi.translator.authn.MutualTlsMode;
import io.meltemi.translator.authn.PeerPolicy;
import io.meltemi.translator.config.ClientTls;
import io.meltemi.translator.config.ConfigObject;
import io.meltemi.translator.config.DestinationRule;
import io.meltemi.translator.config.TrafficPolicy;
import io.meltemi.translator.diagnostic.ConfigKey;
import io.meltemi.translator.diagnostic.Diagnostic;
import java.util.Optional;

/**
 * DestinationRules by which clients speak what the servers' PeerAuthentication refuses: users see
 * only 503. Known where the policy holds for all that the service selects, and for all ports.
 */
final class MutualTlsConflicts {

  private final MeshModel model;
  private final ImmutableListMultimap.Builder<ConfigKey, Diagnostic> said =
      ImmutableListMultimap.builder();

  private MutualTlsConflicts(MeshModel model) {
    this.model = model;
  }

  static ImmutableListMultimap<ConfigKey, Diagnostic> of(MeshModel model) {
    MutualTlsConflicts search = new MutualTlsConflicts(model);
    model.destinationRules().all().forEach(search::check);
    return search.said.build();
  }

  private void check(ConfigObject<DestinationRule> rule) {
    Hostname host = Hostname.resolve(rule.spec().host(), rule.namespace(), model.domain());
    for (MeshService service : model.services().withHostname(host.text())) {
      PeerPolicy policy = model.peerPolicies().of(service.namespace(), service.selector());
      if (!service.meshExternal() && policy.ports().isEmpty() && !policy.origins().isEmpty()) {
        check(rule, policy);
        return;
      }
    }
  }

  private void check(ConfigObject<DestinationRule> rule, PeerPolicy policy) {
    rule.spec()
        .trafficPolicy()
        .ifPresent(traffic -> check(rule, policy, traffic, "spec.trafficPolicy"));
    for (int i = 0; i < rule.spec().subsets().size(); i++) {
      String field = "spec.subsets[" + i + "].trafficPolicy";
      rule.spec()
          .subsets()
          .get(i)
          .trafficPolicy()
          .ifPresent(traffic -> check(rule, policy, traffic, field));
    }
  }

  private void check(
      ConfigObject<DestinationRule> rule, PeerPolicy policy, TrafficPolicy traffic, String field) {
    check(rule, policy, traffic.tls(), field + ".tls.mode");
    for (int i = 0; i < traffic.portLevelSettings().size(); i++) {
      check(
          rule,
          policy,
          traffic.portLevelSettings().get(i).tls(),
          field + ".portLevelSettings[" + i + "].tls.mode");
    }
  }

  private void check(
      ConfigObject<DestinationRule> rule,
      PeerPolicy policy,
      Optional<ClientTls> tls,
      String field) {
    tls.flatMap(said -> refusal(said.mode(), policy.mode()))
        .ifPresent(
            why ->
                said.put(
                    rule.key(),
                    Conflicts.warning(
                        rule.key(),
                        field,
                        why + " by " + policy.origins().getFirst() + ": requests will fail")));
  }

  private static Optional<String> refusal(ClientTls.Mode sent, MutualTlsMode accepted) {
    return switch (accepted) {
      case PERMISSIVE -> Optional.empty();
      case STRICT ->
          sent == ClientTls.Mode.ISTIO_MUTUAL
              ? Optional.empty()
              : Optional.of("clients do not speak the mesh's mTLS, which is asked of them");
      case DISABLE ->
          sent == ClientTls.Mode.ISTIO_MUTUAL
              ? Optional.of("clients speak mTLS, which is switched off")
              : Optional.empty();
    };
  }
}
