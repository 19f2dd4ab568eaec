package io.meltemi.translator.proxy;

import io.meltemi.translator.config.ClientTls;
import io.meltemi.translator.config.DestinationRule;
import io.meltemi.translator.config.TrafficPolicy;
import java.util.stream.Stream;

/** The TLS settings of a DestinationRule that name a Secret, at any of its levels. */
public final class RuleCredentials {

  private RuleCredentials() {}

  public static Stream<ClientTls> of(DestinationRule rule) {
    return Stream.concat(
            rule.trafficPolicy().stream(),
            rule.subsets().stream().flatMap(subset -> subset.trafficPolicy().stream()))
        .flatMap(RuleCredentials::of)
        .filter(tls -> !tls.credentialName().isEmpty());
  }

  private static Stream<ClientTls> of(TrafficPolicy policy) {
    return Stream.concat(
        policy.tls().stream(),
        policy.portLevelSettings().stream().flatMap(level -> level.tls().stream()));
  }
}
