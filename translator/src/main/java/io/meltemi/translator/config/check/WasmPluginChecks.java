package io.meltemi.translator.config.check;

import com.google.common.base.CharMatcher;
import com.google.common.collect.ImmutableSet;
import io.meltemi.translator.config.WasmPlugin;
import java.util.HashSet;
import java.util.Set;

/** Checks a WasmPlugin. */
final class WasmPluginChecks {

  private static final ImmutableSet<String> SCHEMES =
      ImmutableSet.of("http", "https", "oci", "file");

  private static final CharMatcher HEX =
      CharMatcher.inRange('0', '9').or(CharMatcher.inRange('a', 'f'));

  private static final int SHA_256 = 64;
  private static final int MAX_NAME = 256;
  private static final int MAX_VARIABLES = 256;
  private static final int MAX_VALUE = 2048;

  private WasmPluginChecks() {}

  static void check(Findings at, WasmPlugin plugin) {
    SelectorChecks.attachment(
        at,
        new SelectorChecks.Attachment(plugin.selector(), plugin.targetRef(), plugin.targetRefs()));
    int scheme = plugin.url().indexOf("://");
    if (scheme >= 0 && !SCHEMES.contains(plugin.url().substring(0, scheme))) {
      at.at("url").invalid("takes one of " + SCHEMES + ", not \"" + plugin.url() + "\"");
    }
    boolean isHash = plugin.sha256().length() == SHA_256 && HEX.matchesAllOf(plugin.sha256());
    if (!plugin.sha256().isEmpty() && !isHash) {
      at.at("sha256").invalid("takes 64 hexadecimal digits in lower case");
    }
    if (plugin.pluginName().length() > MAX_NAME) {
      at.at("pluginName").invalid("is longer than " + MAX_NAME + " characters");
    }
    environment(at.at("vmConfig"), plugin);
    at.each(
        "match",
        plugin.match(),
        (f, match) -> f.each("ports", match.ports(), NumberChecks::selector));
  }

  private static void environment(Findings at, WasmPlugin plugin) {
    if (plugin.env().size() > MAX_VARIABLES) {
      at.at("env").invalid("takes at most " + MAX_VARIABLES + " variables");
    }
    Set<String> names = new HashSet<>();
    at.each(
        "env",
        plugin.env(),
        (f, variable) -> {
          if (!names.add(variable.name())) {
            f.at("name").conflict("\"" + variable.name() + "\" is written twice; remove one");
          }
          if (variable.valueFrom() == WasmPlugin.EnvVar.ValueSource.HOST
              && !variable.value().isEmpty()) {
            f.at("value").conflict("must be left out: valueFrom HOST takes the proxy's own");
          }
          if (variable.value().length() > MAX_VALUE) {
            f.at("value").invalid("is longer than " + MAX_VALUE + " characters");
          }
        });
  }
}
