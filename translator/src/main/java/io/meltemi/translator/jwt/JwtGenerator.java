package io.meltemi.translator.jwt;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableSet;
import com.google.protobuf.Duration;
import io.envoyproxy.envoy.config.core.v3.DataSource;
import io.envoyproxy.envoy.config.core.v3.HttpUri;
import io.envoyproxy.envoy.config.route.v3.RouteMatch;
import io.envoyproxy.envoy.extensions.filters.http.jwt_authn.v3.JwksAsyncFetch;
import io.envoyproxy.envoy.extensions.filters.http.jwt_authn.v3.JwtAuthentication;
import io.envoyproxy.envoy.extensions.filters.http.jwt_authn.v3.JwtClaimToHeader;
import io.envoyproxy.envoy.extensions.filters.http.jwt_authn.v3.JwtHeader;
import io.envoyproxy.envoy.extensions.filters.http.jwt_authn.v3.JwtProvider;
import io.envoyproxy.envoy.extensions.filters.http.jwt_authn.v3.RemoteJwks;
import io.envoyproxy.envoy.extensions.filters.http.jwt_authn.v3.RequirementRule;
import io.envoyproxy.envoy.extensions.filters.network.http_connection_manager.v3.HttpFilter;
import io.meltemi.translator.config.RequestAuthentication.JwtRule;
import io.meltemi.translator.naming.ClusterName;
import io.meltemi.translator.xds.Protos;

/** Writes the JWT filter. */
final class JwtGenerator {

  private static final String NAME = "envoy.filters.http.jwt_authn";
  private static final String PROVIDER = "origins-";
  private static final String PAYLOAD = "payload";

  /** Claims that are lists in a text, by OAuth (RFC 8693, 4.2) and by Istio. */
  private static final ImmutableList<String> LISTS = ImmutableList.of("scope", "permission");

  /** Envoy refuses a set without keys; keys that cannot be fetched verify nothing either. */
  private static final RemoteJwks NO_KEYS =
      RemoteJwks.newBuilder()
          .setHttpUri(
              HttpUri.newBuilder()
                  .setUri("http://no-keys.invalid/")
                  .setCluster(ClusterName.BLACK_HOLE)
                  .setTimeout(Duration.newBuilder().setSeconds(1)))
          .build();

  private static final Duration FETCH_TIMEOUT = Duration.newBuilder().setSeconds(5).build();
  private static final Duration KEPT = Duration.newBuilder().setSeconds(300).build();

  private JwtGenerator() {}

  static JwtFilters generate(JwtInputs inputs) {
    JwtAuthentication.Builder filter =
        JwtAuthentication.newBuilder()
            // A browser's preflight request has no token, and gets no further than CORS.
            .setBypassCorsPreflight(true)
            .addRules(
                RequirementRule.newBuilder()
                    .setMatch(RouteMatch.newBuilder().setPrefix("/"))
                    .setRequires(JwtRequirements.of(names(inputs))));
    for (int i = 0; i < inputs.issuers().size(); i++) {
      filter.putProviders(PROVIDER + i, provider(inputs.issuers().get(i)));
    }
    return new JwtFilters(
        ImmutableList.of(
            HttpFilter.newBuilder()
                .setName(NAME)
                .setTypedConfig(Protos.any(filter.build()))
                .build()));
  }

  private static ImmutableList<String> names(JwtInputs inputs) {
    ImmutableList.Builder<String> names = ImmutableList.builder();
    for (int i = 0; i < inputs.issuers().size(); i++) {
      names.add(PROVIDER + i);
    }
    return names.build();
  }

  private static JwtProvider provider(JwtInputs.Issuer issuer) {
    JwtRule rule = issuer.rule();
    JwtProvider.Builder provider =
        JwtProvider.newBuilder()
            .setIssuer(rule.issuer())
            .addAllAudiences(rule.audiences())
            .addAllFromParams(rule.fromParams())
            .addAllFromCookies(rule.fromCookies())
            .setForward(rule.forwardOriginalToken())
            .setForwardPayloadHeader(rule.outputPayloadToHeader())
            .setPayloadInMetadata(PAYLOAD)
            // Routes may ask for claims, and one may have been chosen before there were any.
            .setClearRouteCache(true)
            .setNormalizePayloadInMetadata(
                JwtProvider.NormalizePayload.newBuilder()
                    .addAllSpaceDelimitedClaims(
                        ImmutableSet.<String>builder()
                            .addAll(LISTS)
                            .addAll(rule.spaceDelimitedClaims())
                            .build()));
    rule.fromHeaders()
        .forEach(
            header ->
                provider.addFromHeaders(
                    JwtHeader.newBuilder().setName(header.name()).setValuePrefix(header.prefix())));
    rule.outputClaimToHeaders()
        .forEach(
            claim ->
                provider.addClaimToHeaders(
                    JwtClaimToHeader.newBuilder()
                        .setHeaderName(claim.header())
                        .setClaimName(claim.claim())));
    keys(provider, issuer);
    return provider.build();
  }

  private static void keys(JwtProvider.Builder provider, JwtInputs.Issuer issuer) {
    switch (issuer.keys()) {
      case JwtInputs.Keys.Here(String json) -> provider.setLocalJwks(inline(json));
      case JwtInputs.Keys.Nowhere() -> provider.setRemoteJwks(NO_KEYS);
      case JwtInputs.Keys.At(String address, String cluster) ->
          provider.setRemoteJwks(
              RemoteJwks.newBuilder()
                  .setHttpUri(
                      HttpUri.newBuilder()
                          .setUri(address)
                          .setCluster(cluster)
                          .setTimeout(
                              issuer.rule().timeout().map(Protos::duration).orElse(FETCH_TIMEOUT)))
                  .setCacheDuration(KEPT)
                  .setAsyncFetch(JwksAsyncFetch.getDefaultInstance()));
    }
  }

  private static DataSource inline(String json) {
    return DataSource.newBuilder().setInlineString(json).build();
  }
}
