package io.meltemi.translator.route;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableMap;
import io.meltemi.translator.config.ConfigObject;
import io.meltemi.translator.config.VirtualService;
import io.meltemi.translator.model.Hostname;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * Which VirtualService rules a host: one that names it, else the one with the longest wildcard that
 * covers it; the first in the scope's order where several do.
 *
 * @param exact by full host name
 * @param wildcards by what follows the star, the longest first
 */
record VirtualServiceLookup(
    ImmutableMap<String, ConfigObject<VirtualService>> exact,
    ImmutableMap<String, ConfigObject<VirtualService>> wildcards) {

  static final VirtualServiceLookup EMPTY =
      new VirtualServiceLookup(ImmutableMap.of(), ImmutableMap.of());

  /** Rules without HTTP routes rule nothing here. */
  static VirtualServiceLookup of(
      ImmutableList<ConfigObject<VirtualService>> rules, String clusterDomain) {
    Map<String, ConfigObject<VirtualService>> exact = new LinkedHashMap<>();
    Map<String, ConfigObject<VirtualService>> wildcards = new LinkedHashMap<>();
    for (ConfigObject<VirtualService> rule : rules) {
      if (rule.spec().http().isEmpty()) {
        continue;
      }
      for (String written : rule.spec().hosts()) {
        String host = Hostname.resolve(written, rule.namespace(), clusterDomain).text();
        if (host.startsWith("*")) {
          wildcards.putIfAbsent(host.substring(1), rule);
        } else if (!host.isEmpty()) {
          exact.putIfAbsent(host, rule);
        }
      }
    }
    ImmutableMap.Builder<String, ConfigObject<VirtualService>> longestFirst =
        ImmutableMap.builder();
    wildcards.entrySet().stream()
        .sorted((one, other) -> Integer.compare(other.getKey().length(), one.getKey().length()))
        .forEach(longestFirst::put);
    return new VirtualServiceLookup(ImmutableMap.copyOf(exact), longestFirst.buildOrThrow());
  }

  Optional<ConfigObject<VirtualService>> rule(String hostname) {
    ConfigObject<VirtualService> named = exact.get(hostname);
    if (named != null) {
      return Optional.of(named);
    }
    for (Map.Entry<String, ConfigObject<VirtualService>> wildcard : wildcards.entrySet()) {
      if (hostname.endsWith(wildcard.getKey())) {
        return Optional.of(wildcard.getValue());
      }
    }
    return Optional.empty();
  }
}
