package io.meltemi.translator.config.check;

import io.meltemi.translator.config.ProxyConfig;

/** Checks a ProxyConfig. */
final class ProxyConfigChecks {

  private ProxyConfigChecks() {}

  static void check(Findings at, ProxyConfig config) {
    at.present("selector", config.selector(), SelectorChecks::matchLabels);
    at.present("concurrency", config.concurrency(), (f, it) -> NumberChecks.notNegative(f, it));
    config
        .environmentVariables()
        .forEach(
            (name, _) -> {
              if (name.isEmpty() || name.contains("=")) {
                at.entry("environmentVariables", name).invalid("is not a variable's name");
              }
            });
  }
}
