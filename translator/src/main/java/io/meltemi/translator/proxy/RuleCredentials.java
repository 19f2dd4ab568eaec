package io.meltemi.translator.proxy;

import io.meltemi.translator.config.ClientTls;
import io.meltemi.translator.config.DestinationRule;
import io.meltemi.translator.config.TrafficPolicy;
import java.util.stream.Stream;

/** The Secrets that a DestinationRule names, at any of its levels. */
final class RuleCredentials {

  private RuleCredentials() {}

  static Stream<String> of(DestinationRule rule) {
    return Stream.concat(
            rule.trafficPolicy().stream(),
            rule.subsets().stream().flatMap(subset -> subset.trafficPolicy().stream()))
        .flatMap(RuleCredentials::of)
        .map(ClientTls::credentialName)
        .filter(name -> !name.isEmpty());
  }

  private static Stream<ClientTls> of(TrafficPolicy policy) {
    return Stream.concat(
        policy.tls().stream(),
        policy.portLevelSettings().stream().flatMap(level -> level.tls().stream()));
  }
}
