package io.meltemi.translator.destination;

import com.google.common.collect.ImmutableList;
import io.meltemi.translator.config.ConfigObject;
import io.meltemi.translator.config.DestinationRule;
import io.meltemi.translator.diagnostic.ConfigKey;
import io.meltemi.translator.model.MeshService;
import io.meltemi.translator.proxy.Merged;
import java.util.Optional;

/** Whom to blame for what is made of a service. */
public final class DestinationOrigins {
  private DestinationOrigins() {}

  /** The service's object, and every DestinationRule that is in the rule. */
  public static ImmutableList<ConfigKey> of(
      MeshService service, Optional<ConfigObject<DestinationRule>> rule) {
    if (rule.isEmpty()) {
      return ImmutableList.of(service.origin());
    }
    return ImmutableList.<ConfigKey>builder()
        .add(service.origin())
        .addAll(Merged.origins(rule.get()))
        .build();
  }
}
