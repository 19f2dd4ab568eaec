package io.meltemi.translator.model;

import com.google.common.collect.ImmutableListMultimap;
import com.google.common.collect.ImmutableSortedMap;
import io.meltemi.translator.config.ConfigObject;
import io.meltemi.translator.config.Gateway;
import io.meltemi.translator.diagnostic.ConfigKey;
import io.meltemi.translator.diagnostic.Diagnostic;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Servers of Gateways with the same selector that want one port for different things. */
final class GatewayConflicts {

  private GatewayConflicts() {}

  static ImmutableListMultimap<ConfigKey, Diagnostic> of(ObjectIndex<Gateway> gateways) {
    ImmutableListMultimap.Builder<ConfigKey, Diagnostic> said = ImmutableListMultimap.builder();
    Map<ImmutableSortedMap<String, String>, ServerClaims> bySelector = new HashMap<>();
    List<ConfigObject<Gateway>> ordered =
        gateways.all().stream().sorted(ObjectIndex.oldestFirst()).toList();
    for (ConfigObject<Gateway> gateway : ordered) {
      ServerClaims claims =
          bySelector.computeIfAbsent(gateway.spec().selector(), _ -> new ServerClaims());
      List<Gateway.Server> servers = gateway.spec().servers();
      for (int i = 0; i < servers.size(); i++) {
        String field = "spec.servers[" + i + "]";
        claims
            .claim(gateway, servers.get(i), servers.get(i).port().number())
            .ifPresent(
                reason -> said.put(gateway.key(), Conflicts.warning(gateway.key(), field, reason)));
      }
    }
    return said.build();
  }
}
