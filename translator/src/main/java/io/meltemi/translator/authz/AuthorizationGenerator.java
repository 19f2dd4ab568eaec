package io.meltemi.translator.authz;

import com.google.common.collect.ImmutableList;
import io.envoyproxy.envoy.config.listener.v3.Filter;
import io.envoyproxy.envoy.config.rbac.v3.RBAC;
import io.envoyproxy.envoy.extensions.filters.network.http_connection_manager.v3.HttpFilter;
import io.meltemi.translator.config.AuthorizationPolicy;
import io.meltemi.translator.config.ConfigObject;
import java.util.Map;
import java.util.Optional;

/**
 * Writes the filters of policies, in the order in which they are asked: external authorizers, then
 * audit (which refuses nothing, and shall see what is refused), deny, allow.
 */
final class AuthorizationGenerator {

  private AuthorizationGenerator() {}

  static AuthorizationFilters generate(AuthorizationInputs inputs) {
    ImmutableList.Builder<HttpFilter> http = ImmutableList.builder();
    ImmutableList.Builder<Filter> tcp = ImmutableList.builder();
    for (var byAuthorizer : inputs.custom().entrySet()) {
      custom(byAuthorizer, inputs, http, tcp);
    }
    for (Layer layer : Layer.values()) {
      ImmutableList.Builder<RbacFilter> filters = ImmutableList.builder();
      add(filters, inputs, layer, RBAC.Action.LOG, inputs.audit(), "");
      add(filters, inputs, layer, RBAC.Action.DENY, inputs.deny(), PolicyNames.DRY_RUN_DENY);
      add(filters, inputs, layer, RBAC.Action.ALLOW, inputs.allow(), PolicyNames.DRY_RUN_ALLOW);
      for (RbacFilter filter : filters.build()) {
        switch (layer) {
          case HTTP -> http.add(filter.http());
          case TCP -> tcp.add(filter.tcp());
        }
      }
    }
    return new AuthorizationFilters(http.build(), tcp.build());
  }

  private static void add(
      ImmutableList.Builder<RbacFilter> filters,
      AuthorizationInputs inputs,
      Layer layer,
      RBAC.Action action,
      AuthorizationInputs.Group group,
      String shadowStats) {
    if (!group.isEmpty()) {
      filters.add(
          new RbacFilter(
              rules(action, group.enforced(), layer, inputs),
              rules(action, group.tried(), layer, inputs),
              group.tried().isEmpty() ? "" : shadowStats));
    }
  }

  /** No policies are no rules; policies that match nothing are rules that match nothing. */
  private static Optional<RBAC> rules(
      RBAC.Action action,
      ImmutableList<ConfigObject<AuthorizationPolicy>> policies,
      Layer layer,
      AuthorizationInputs inputs) {
    return policies.isEmpty()
        ? Optional.empty()
        : Optional.of(RbacRules.of(action, policies, layer, inputs.trustDomains(), ""));
  }

  private static void custom(
      Map.Entry<String, ImmutableList<ConfigObject<AuthorizationPolicy>>> policies,
      AuthorizationInputs inputs,
      ImmutableList.Builder<HttpFilter> http,
      ImmutableList.Builder<Filter> tcp) {
    // Each authorizer reads the notes of its own RBAC filter; the usual single one, Istio's name.
    String stats =
        inputs.custom().size() == 1
            ? PolicyNames.EXTERNAL_STATS
            : PolicyNames.EXTERNAL_STATS + policies.getKey() + "_";
    RBAC requests = externalRules(policies.getValue(), Layer.HTTP, inputs);
    RBAC connections = externalRules(policies.getValue(), Layer.TCP, inputs);
    switch (inputs.authorizers().getOrDefault(policies.getKey(), new Authorizer.Missing())) {
      case Authorizer.Http authorizer -> {
        http.add(RbacFilter.shadowing(requests, stats).http());
        http.add(
            RbacFilter.httpFilter(
                ExternalAuthorization.HTTP, ExternalAuthorization.http(authorizer, stats)));
        // It cannot be asked about a connection, and nobody else may answer for it.
        tcp.add(RbacFilter.enforcing(connections).tcp());
      }
      case Authorizer.Grpc authorizer -> {
        http.add(RbacFilter.shadowing(requests, stats).http());
        http.add(
            RbacFilter.httpFilter(
                ExternalAuthorization.HTTP, ExternalAuthorization.grpc(authorizer, stats)));
        tcp.add(RbacFilter.shadowing(connections, stats).tcp());
        tcp.add(
            RbacFilter.tcpFilter(
                ExternalAuthorization.TCP, ExternalAuthorization.tcp(authorizer, stats)));
      }
      case Authorizer.Missing() -> {
        http.add(RbacFilter.enforcing(requests).http());
        tcp.add(RbacFilter.enforcing(connections).tcp());
      }
    }
  }

  private static RBAC externalRules(
      ImmutableList<ConfigObject<AuthorizationPolicy>> policies,
      Layer layer,
      AuthorizationInputs inputs) {
    return RbacRules.of(
        RBAC.Action.DENY, policies, layer, inputs.trustDomains(), PolicyNames.EXTERNAL);
  }
}
