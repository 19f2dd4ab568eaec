package io.meltemi.translator.config.check;

import io.meltemi.translator.config.PeerAuthentication;

/** Checks a PeerAuthentication. */
final class PeerAuthenticationChecks {

  private PeerAuthenticationChecks() {}

  static void check(Findings at, PeerAuthentication policy) {
    at.present("selector", policy.selector(), SelectorChecks::matchLabels);
    boolean selects =
        policy.selector().filter(selector -> !selector.labels().isEmpty()).isPresent();
    if (!policy.portLevelMtls().isEmpty() && !selects) {
      at.at("portLevelMtls").conflict("needs a selector: ports are a workload's");
    }
    policy
        .portLevelMtls()
        .keySet()
        .forEach(
            port -> NumberChecks.port(at.entry("portLevelMtls", Integer.toString(port)), port));
  }
}
