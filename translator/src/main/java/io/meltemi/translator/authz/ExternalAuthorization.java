package io.meltemi.translator.authz;

import com.google.common.collect.ImmutableList;
import com.google.common.primitives.Ints;
import com.google.protobuf.Duration;
import io.envoyproxy.envoy.config.core.v3.ApiVersion;
import io.envoyproxy.envoy.config.core.v3.GrpcService;
import io.envoyproxy.envoy.config.core.v3.HeaderValue;
import io.envoyproxy.envoy.config.core.v3.HttpUri;
import io.envoyproxy.envoy.extensions.filters.http.ext_authz.v3.AuthorizationRequest;
import io.envoyproxy.envoy.extensions.filters.http.ext_authz.v3.AuthorizationResponse;
import io.envoyproxy.envoy.extensions.filters.http.ext_authz.v3.BufferSettings;
import io.envoyproxy.envoy.extensions.filters.http.ext_authz.v3.ExtAuthz;
import io.envoyproxy.envoy.extensions.filters.http.ext_authz.v3.HttpService;
import io.envoyproxy.envoy.type.matcher.v3.ListStringMatcher;
import io.envoyproxy.envoy.type.matcher.v3.MetadataMatcher;
import io.envoyproxy.envoy.type.matcher.v3.StringMatcher;
import io.envoyproxy.envoy.type.matcher.v3.ValueMatcher;
import io.envoyproxy.envoy.type.v3.HttpStatus;
import io.envoyproxy.envoy.type.v3.StatusCode;
import io.meltemi.translator.config.ExtensionProvider;
import io.meltemi.translator.config.ExtensionProvider.RequestBody;
import io.meltemi.translator.xds.Protos;
import java.util.List;
import java.util.Optional;

/**
 * Writes the filters that ask an authorizer. They ask only about what the RBAC filter before them
 * has noted, in metadata, as matched by a rule.
 */
final class ExternalAuthorization {

  static final String HTTP = "envoy.filters.http.ext_authz";
  static final String TCP = "envoy.filters.network.ext_authz";

  private static final String TCP_STATS = "tcp.";
  private static final String MATCHED_RULE = "shadow_effective_policy_id";

  /** Istio's: so long that a DestinationRule's timeout comes first, if there is one. */
  private static final Duration DEFAULT_TIMEOUT = Duration.newBuilder().setSeconds(600).build();

  private ExternalAuthorization() {}

  /**
   * For HTTP.
   *
   * @param stats of the RBAC filter whose notes count
   */
  static ExtAuthz http(Authorizer.Http authorizer, String stats) {
    ExtensionProvider.ExtAuthzHttp settings = authorizer.settings();
    ExtAuthz.Builder filter =
        filter(stats, settings.failOpen(), settings.clearRouteCache(), settings.statusOnError());
    settings.includeRequestBodyInCheck().ifPresent(body -> filter.setWithRequestBody(body(body)));
    List<String> headers =
        settings.includeRequestHeadersInCheck().isEmpty()
            ? settings.includeHeadersInCheck()
            : settings.includeRequestHeadersInCheck();
    if (!headers.isEmpty()) {
      filter.setAllowedHeaders(names(headers));
    }
    return filter.setHttpService(service(authorizer)).build();
  }

  private static HttpService service(Authorizer.Http authorizer) {
    ExtensionProvider.ExtAuthzHttp settings = authorizer.settings();
    HttpService.Builder service =
        HttpService.newBuilder()
            .setPathPrefix(settings.pathPrefix())
            .setServerUri(
                HttpUri.newBuilder()
                    .setUri("http://" + authorizer.hostname())
                    .setCluster(authorizer.cluster())
                    .setTimeout(settings.timeout().map(Protos::duration).orElse(DEFAULT_TIMEOUT)));
    if (!settings.includeAdditionalHeadersInCheck().isEmpty()) {
      AuthorizationRequest.Builder request = AuthorizationRequest.newBuilder();
      settings
          .includeAdditionalHeadersInCheck()
          .forEach(
              (name, value) ->
                  request.addHeadersToAdd(HeaderValue.newBuilder().setKey(name).setValue(value)));
      service.setAuthorizationRequest(request);
    }
    AuthorizationResponse response = response(settings);
    if (!response.equals(AuthorizationResponse.getDefaultInstance())) {
      service.setAuthorizationResponse(response);
    }
    return service.build();
  }

  private static AuthorizationResponse response(ExtensionProvider.ExtAuthzHttp settings) {
    AuthorizationResponse.Builder response = AuthorizationResponse.newBuilder();
    if (!settings.headersToUpstreamOnAllow().isEmpty()) {
      response.setAllowedUpstreamHeaders(names(settings.headersToUpstreamOnAllow()));
    }
    if (!settings.headersToDownstreamOnDeny().isEmpty()) {
      response.setAllowedClientHeaders(names(settings.headersToDownstreamOnDeny()));
    }
    if (!settings.headersToDownstreamOnAllow().isEmpty()) {
      response.setAllowedClientHeadersOnSuccess(names(settings.headersToDownstreamOnAllow()));
    }
    return response.build();
  }

  /** For HTTP. */
  static ExtAuthz grpc(Authorizer.Grpc authorizer, String stats) {
    ExtensionProvider.ExtAuthzGrpc settings = authorizer.settings();
    ExtAuthz.Builder filter =
        filter(stats, settings.failOpen(), settings.clearRouteCache(), settings.statusOnError());
    settings.includeRequestBodyInCheck().ifPresent(body -> filter.setWithRequestBody(body(body)));
    return filter.setGrpcService(grpcService(authorizer)).build();
  }

  /** For connections. */
  static io.envoyproxy.envoy.extensions.filters.network.ext_authz.v3.ExtAuthz tcp(
      Authorizer.Grpc authorizer, String stats) {
    return io.envoyproxy.envoy.extensions.filters.network.ext_authz.v3.ExtAuthz.newBuilder()
        .setStatPrefix(TCP_STATS)
        .setTransportApiVersion(ApiVersion.V3)
        .setFailureModeAllow(authorizer.settings().failOpen())
        .setGrpcService(grpcService(authorizer))
        .setFilterEnabledMetadata(matchedRule(RbacFilter.TCP, stats))
        .build();
  }

  private static GrpcService grpcService(Authorizer.Grpc authorizer) {
    return GrpcService.newBuilder()
        .setEnvoyGrpc(
            GrpcService.EnvoyGrpc.newBuilder()
                .setClusterName(authorizer.cluster())
                // A cluster's name, the default, has bars in it, which no authority may have.
                .setAuthority(authorizer.cluster().replace("|", "_.")))
        .setTimeout(authorizer.settings().timeout().map(Protos::duration).orElse(DEFAULT_TIMEOUT))
        .build();
  }

  private static ExtAuthz.Builder filter(
      String stats, boolean failOpen, boolean clearRouteCache, String statusOnError) {
    ExtAuthz.Builder filter =
        ExtAuthz.newBuilder()
            .setTransportApiVersion(ApiVersion.V3)
            .setFailureModeAllow(failOpen)
            .setClearRouteCache(clearRouteCache)
            .setFilterEnabledMetadata(matchedRule(RbacFilter.HTTP, stats));
    status(statusOnError).ifPresent(filter::setStatusOnError);
    return filter;
  }

  private static Optional<HttpStatus> status(String text) {
    return Optional.ofNullable(Ints.tryParse(text))
        .map(StatusCode::forNumber)
        .filter(code -> code != StatusCode.Empty)
        .map(code -> HttpStatus.newBuilder().setCode(code).build());
  }

  private static BufferSettings body(RequestBody body) {
    return BufferSettings.newBuilder()
        .setMaxRequestBytes(body.maxRequestBytes())
        .setAllowPartialMessage(body.allowPartialMessage())
        .setPackAsBytes(body.packAsBytes())
        .build();
  }

  /** Header names may be patterns here, too. */
  private static ListStringMatcher names(List<String> names) {
    return ListStringMatcher.newBuilder()
        .addAllPatterns(
            names.stream()
                .map(ExternalAuthorization::name)
                .collect(ImmutableList.toImmutableList()))
        .build();
  }

  private static StringMatcher name(String name) {
    return ValuePattern.parse(name).matcher(true);
  }

  private static MetadataMatcher matchedRule(String filter, String stats) {
    return MetadataMatcher.newBuilder()
        .setFilter(filter)
        .addPath(TokenClaims.segment(stats + MATCHED_RULE))
        .setValue(
            ValueMatcher.newBuilder()
                .setStringMatch(StringMatcher.newBuilder().setPrefix(PolicyNames.EXTERNAL)))
        .build();
  }
}
