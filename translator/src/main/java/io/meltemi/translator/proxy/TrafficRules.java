package io.meltemi.translator.proxy;

import com.google.common.collect.ImmutableSet;
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

  /** The user's objects that a (merged) rule is made of. */
  default ImmutableSet<ConfigKey> originsOf(ConfigObject<DestinationRule> rule) {
    return Merged.origins(rule);
  }
}
