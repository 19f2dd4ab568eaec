package io.meltemi.translator.config.check;

import com.google.common.base.CharMatcher;
import com.google.common.collect.ImmutableSet;
import io.meltemi.translator.config.WasmPlugin;
import java.util.HashSet;
import java.util.List;
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
    module(at, plugin.url(), plugin.sha256(), plugin.pluginName());
    environment(at.at("vmConfig"), plugin.env());
    at.each("match", plugin.match(), WasmPluginChecks::traffic);
  }

  static void traffic(Findings at, WasmPlugin.TrafficSelector traffic) {
    at.each("ports", traffic.ports(), NumberChecks::selector);
  }

  static void module(Findings at, String url, String sha256, String name) {
    int scheme = url.indexOf("://");
    if (scheme >= 0 && !SCHEMES.contains(url.substring(0, scheme))) {
      at.at("url").invalid("takes one of " + SCHEMES + ", not \"" + url + "\"");
    }
    boolean isHash = sha256.length() == SHA_256 && HEX.matchesAllOf(sha256);
    if (!sha256.isEmpty() && !isHash) {
      at.at("sha256").invalid("takes 64 hexadecimal digits in lower case");
    }
    if (name.length() > MAX_NAME) {
      at.at("pluginName").invalid("is longer than " + MAX_NAME + " characters");
    }
  }

  static void environment(Findings at, List<WasmPlugin.EnvVar> variables) {
    if (variables.size() > MAX_VARIABLES) {
      at.at("env").invalid("takes at most " + MAX_VARIABLES + " variables");
    }
    Set<String> names = new HashSet<>();
    at.each(
        "env",
        variables,
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
