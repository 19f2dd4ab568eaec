package io.meltemi.translator.listener;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableSortedSet;
import io.meltemi.translator.config.ConfigObject;
import io.meltemi.translator.config.VirtualService;
import io.meltemi.translator.model.Hostname;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** The hosts of a Gateway's server: whose VirtualServices it takes, and for which names. */
record ServerHosts(ImmutableList<Host> hosts) {

  /**
   * One of the hosts.
   *
   * @param namespace of the VirtualServices; {@code *} for any
   */
  record Host(String namespace, String name) {}

  static ServerHosts parse(List<String> hosts, String gatewayNamespace) {
    return new ServerHosts(
        hosts.stream()
            .map(host -> parse(host, gatewayNamespace))
            .collect(ImmutableList.toImmutableList()));
  }

  private static Host parse(String text, String gatewayNamespace) {
    int slash = text.indexOf('/');
    String namespace = slash < 0 ? "*" : text.substring(0, slash);
    return new Host(
        namespace.equals(".") ? gatewayNamespace : namespace,
        text.substring(slash + 1).toLowerCase(Locale.ROOT));
  }

  boolean admits(ConfigObject<VirtualService> rule, String clusterDomain) {
    return hosts.stream()
        .filter(host -> host.namespace().equals("*") || host.namespace().equals(rule.namespace()))
        .anyMatch(
            host ->
                rule.spec().hosts().stream()
                    .map(name -> Hostname.resolve(name, rule.namespace(), clusterDomain))
                    .anyMatch(name -> name.overlaps(host.name())));
  }

  /** What clients must ask for by SNI, as {@link ServerNames#of} gives it. */
  Optional<ImmutableSortedSet<String>> serverNames() {
    return ServerNames.of(hosts.stream().map(Host::name).toList());
  }
}
