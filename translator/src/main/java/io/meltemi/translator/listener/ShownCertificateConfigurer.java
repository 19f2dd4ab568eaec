package io.meltemi.translator.listener;

import io.envoyproxy.envoy.config.listener.v3.Filter;
import io.envoyproxy.envoy.config.listener.v3.FilterChain;
import io.envoyproxy.envoy.config.rbac.v3.Permission;
import io.envoyproxy.envoy.config.rbac.v3.Policy;
import io.envoyproxy.envoy.config.rbac.v3.Principal;
import io.envoyproxy.envoy.config.rbac.v3.RBAC;
import io.envoyproxy.envoy.type.matcher.v3.RegexMatcher;
import io.envoyproxy.envoy.type.matcher.v3.StringMatcher;
import io.meltemi.translator.xds.Protos;

/**
 * Insists on a client certificate where nobody's signature counts. Envoy's {@code
 * require_client_certificate} does nothing there: its validator sets it only together with roots
 * ({@code DefaultCertValidator::addClientValidationContext}).
 */
final class ShownCertificateConfigurer {

  /**
   * Some name: a certificate's URIs, its DNS names, else its subject. Without this Envoy takes any
   * TLS connection for authenticated.
   */
  private static final StringMatcher SOMEBODY =
      StringMatcher.newBuilder().setSafeRegex(RegexMatcher.newBuilder().setRegex(".+")).build();

  private static final Filter FILTER =
      Filter.newBuilder()
          .setName("envoy.filters.network.rbac")
          .setTypedConfig(
              Protos.any(
                  io.envoyproxy
                      .envoy
                      .extensions
                      .filters
                      .network
                      .rbac
                      .v3
                      .RBAC
                      .newBuilder()
                      .setStatPrefix("client_certificate.")
                      .setRules(
                          RBAC.newBuilder()
                              .setAction(RBAC.Action.ALLOW)
                              .putPolicies(
                                  "shown",
                                  Policy.newBuilder()
                                      .addPermissions(Permission.newBuilder().setAny(true))
                                      .addPrincipals(
                                          Principal.newBuilder()
                                              .setAuthenticated(
                                                  Principal.Authenticated.newBuilder()
                                                      .setPrincipalName(SOMEBODY)))
                                      .build()))
                      .build()))
          .build();

  private ShownCertificateConfigurer() {}

  /** The filter goes before all others of the chain. */
  static void configure(FilterChain.Builder chain, DownstreamTls tls) {
    if (tls.clients() instanceof DownstreamTls.Clients.Verified clients
        && clients.required()
        && clients.trust() == DownstreamTls.Trust.Anyone.INSTANCE) {
      chain.addFilters(FILTER);
    }
  }
}
