package io.meltemi.translator.proxy;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableSet;
import com.google.common.collect.ImmutableSortedSet;
import io.meltemi.translator.config.ClientTls;
import io.meltemi.translator.config.ConfigObject;
import io.meltemi.translator.config.DestinationRule;
import io.meltemi.translator.diagnostic.ConfigKey;
import io.meltemi.translator.model.MeshService;
import java.util.Optional;

/**
 * Which DestinationRule a client applies to a service: its own namespace's, else the service's
 * namespace's, else the root namespace's; the most specific host wins, rules for the same host in
 * the same namespace are merged into one object.
 */
public interface TrafficRules {

  /** The winning (merged) rule for a service. */
  Optional<ConfigObject<DestinationRule>> ruleFor(MeshService service);

  /**
   * The rules that name Secrets for clients of this kind. A sidecar uses only those of rules that
   * select workloads; it is Istio's way to keep a Secret from every proxy of a namespace.
   */
  default ImmutableList<ConfigObject<DestinationRule>> withCredentials() {
    return ImmutableList.of();
  }

  /** The Secrets that those rules name. */
  default ImmutableSortedSet<String> credentials() {
    return withCredentials().stream()
        .flatMap(rule -> RuleCredentials.of(rule.spec()))
        .map(ClientTls::credentialName)
        .collect(ImmutableSortedSet.toImmutableSortedSet(String::compareTo));
  }

  /** The user's objects that a (merged) rule is made of. */
  default ImmutableSet<ConfigKey> originsOf(ConfigObject<DestinationRule> rule) {
    return Merged.origins(rule);
  }
}
