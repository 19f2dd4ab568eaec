package io.meltemi.translator.listener;

import com.google.common.collect.ImmutableSet;
import com.google.common.collect.ImmutableSortedMap;
import io.meltemi.translator.config.VirtualService.L4Match;
import io.meltemi.translator.config.VirtualService.TlsMatch;
import io.meltemi.translator.proxy.GatewayReference;
import java.util.List;

/**
 * Decides the conditions of tcp and tls matches that are known before there is a connection: which
 * proxy it is, and on which gateway and port.
 */
final class L4Matcher {

  /** The reserved name for all sidecars. */
  static final String MESH = "mesh";

  private final String gateway;
  private final Source source;

  private L4Matcher(String gateway, Source source) {
    this.gateway = gateway;
    this.source = source;
  }

  /**
   * Of a sidecar, whose workload is the source of its connections.
   *
   * @param clauses the label clauses that the workload satisfies
   */
  static L4Matcher ofSidecar(
      ImmutableSet<ImmutableSortedMap<String, String>> clauses, String namespace) {
    return new L4Matcher(
        MESH,
        (labels, from) ->
            (labels.isEmpty() || clauses.contains(labels))
                && (from.isEmpty() || from.equals(namespace)));
  }

  /** Of a gateway, which does not know where its connections come from and takes them all. */
  static L4Matcher ofGateway(String namespacedName) {
    return new L4Matcher(namespacedName, (_, _) -> true);
  }

  private interface Source {
    boolean accepts(ImmutableSortedMap<String, String> labels, String namespace);
  }

  boolean accepts(L4Match match, int port, String ruleNamespace) {
    return accepts(match.gateways(), ruleNamespace)
        && accepts(match.port(), port)
        && source.accepts(match.sourceLabels(), match.sourceNamespace());
  }

  boolean accepts(TlsMatch match, int port, String ruleNamespace) {
    return accepts(match.gateways(), ruleNamespace)
        && accepts(match.port(), port)
        && source.accepts(match.sourceLabels(), match.sourceNamespace());
  }

  private static boolean accepts(int wanted, int port) {
    return wanted == 0 || wanted == port;
  }

  private boolean accepts(List<String> gateways, String ruleNamespace) {
    return gateways.isEmpty()
        || gateways.stream()
            .anyMatch(name -> GatewayReference.resolve(name, ruleNamespace).equals(gateway));
  }
}
