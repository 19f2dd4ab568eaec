package io.meltemi.translator.route;

import com.google.common.collect.ImmutableSet;
import com.google.common.collect.ImmutableSortedMap;
import io.meltemi.translator.config.HttpMatch;
import io.meltemi.translator.proxy.GatewayReference;
import io.meltemi.translator.proxy.OutboundKey;

/**
 * Who asks for routes: the conditions of a match that can be decided before any request.
 *
 * @param gateway {@code mesh} for sidecars, else {@code namespace/name} of the Gateway
 * @param clauses the {@code sourceLabels} that the proxy satisfies
 */
record RouteSource(
    String gateway, String namespace, ImmutableSet<ImmutableSortedMap<String, String>> clauses) {

  static final String MESH = "mesh";

  static RouteSource sidecar(OutboundKey scope) {
    return new RouteSource(MESH, scope.namespace(), scope.sourceClauses());
  }

  static RouteSource gateway(String gateway, OutboundKey scope) {
    return new RouteSource(gateway, scope.namespace(), scope.sourceClauses());
  }

  /**
   * Whether the match can hold for this proxy. Where it names gateways, source conditions concern
   * the mesh only.
   *
   * @param namespace of the rule, to which names of gateways are relative
   */
  boolean satisfies(HttpMatch match, String namespace) {
    if (!match.gateways().isEmpty()) {
      boolean named =
          match.gateways().stream()
              .anyMatch(name -> GatewayReference.resolve(name, namespace).equals(gateway));
      if (!named || !gateway.equals(MESH)) {
        return named;
      }
    }
    boolean labels = match.sourceLabels().isEmpty() || clauses.contains(match.sourceLabels());
    boolean place =
        match.sourceNamespace().isEmpty() || match.sourceNamespace().equals(this.namespace);
    return labels && place;
  }
}
