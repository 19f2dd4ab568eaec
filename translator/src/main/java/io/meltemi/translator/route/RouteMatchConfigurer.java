package io.meltemi.translator.route;

import com.google.protobuf.BoolValue;
import io.envoyproxy.envoy.config.route.v3.HeaderMatcher;
import io.envoyproxy.envoy.config.route.v3.QueryParameterMatcher;
import io.envoyproxy.envoy.config.route.v3.RouteMatch;
import io.envoyproxy.envoy.type.matcher.v3.RegexMatcher;
import io.envoyproxy.envoy.type.matcher.v3.StringMatcher;
import io.meltemi.translator.config.HttpMatch;
import io.meltemi.translator.config.StringMatch;
import java.util.Map;
import java.util.Optional;

/**
 * Writes which requests a route is for. A condition that Envoy would refuse makes the whole match
 * unusable: without it, the route would take requests that it is not meant for.
 */
final class RouteMatchConfigurer {

  private static final String ANY_PATH = "/";
  private static final String ANY_TEXT = ".*";

  private final RouteMatch.Builder match = RouteMatch.newBuilder().setPrefix(ANY_PATH);
  private boolean usable = true;

  private RouteMatchConfigurer() {}

  /** Every request. */
  static RouteMatch any() {
    return RouteMatch.newBuilder().setPrefix(ANY_PATH).build();
  }

  /** The match in Envoy's words; nothing, and findings, if Envoy would not take it. */
  static Optional<RouteMatch> match(HttpMatch in, Findings findings) {
    RouteMatchConfigurer out = new RouteMatchConfigurer();
    in.uri().ifPresent(uri -> out.path(uri, findings.at("uri")));
    if (in.ignoreUriCase()) {
      out.match.setCaseSensitive(BoolValue.of(false));
    }
    in.headers().forEach((name, value) -> out.header(name, value, findings.at("headers")));
    in.withoutHeaders()
        .forEach((name, value) -> out.withoutHeader(name, value, findings.at("withoutHeaders")));
    in.method().ifPresent(value -> out.header(":method", value, findings.at("method")));
    in.authority().ifPresent(value -> out.header(":authority", value, findings.at("authority")));
    in.scheme().ifPresent(value -> out.header(":scheme", value, findings.at("scheme")));
    for (Map.Entry<String, StringMatch> parameter : in.queryParams().entrySet()) {
      out.queryParameter(parameter.getKey(), parameter.getValue(), findings.at("queryParams"));
    }
    return out.usable ? Optional.of(out.match.build()) : Optional.empty();
  }

  /** Whether every request matches, so that routes after it are never reached. */
  static boolean isCatchAll(RouteMatch match) {
    boolean path =
        switch (match.getPathSpecifierCase()) {
          case PREFIX -> match.getPrefix().equals(ANY_PATH);
          case SAFE_REGEX -> match.getSafeRegex().getRegex().equals(ANY_TEXT);
          case PATH,
              PATH_SEPARATED_PREFIX,
              CONNECT_MATCHER,
              PATH_MATCH_POLICY,
              PATHSPECIFIER_NOT_SET ->
              false;
        };
    return path
        && match.getHeadersCount() == 0
        && match.getQueryParametersCount() == 0
        && match.getDynamicMetadataCount() == 0;
  }

  private void path(StringMatch uri, Findings findings) {
    switch (uri) {
      case StringMatch.Exact exact -> match.setPath(exact.value());
      case StringMatch.Prefix prefix -> match.setPrefix(prefix.value());
      case StringMatch.Present _ -> {}
      case StringMatch.Regex regex -> {
        if (UserRegex.isUsable(regex.value())) {
          match.setSafeRegex(RegexMatcher.newBuilder().setRegex(regex.value()));
        } else {
          findings.at("regex").invalid("is not an RE2 expression of at most 1024 characters");
          usable = false;
        }
      }
    }
  }

  private void header(String name, StringMatch value, Findings findings) {
    if (JwtClaimMatcher.isClaim(name)) {
      claim(name, value, false, findings);
      return;
    }
    HeaderMatcher.Builder header = HeaderMatcher.newBuilder().setName(name);
    if (condition(header, value, findings)) {
      match.addHeaders(header);
    }
  }

  private void withoutHeader(String name, StringMatch value, Findings findings) {
    if (JwtClaimMatcher.isClaim(name)) {
      claim(name, value, true, findings);
      return;
    }
    HeaderMatcher.Builder header = HeaderMatcher.newBuilder().setName(name).setInvertMatch(true);
    if (condition(header, value, findings)) {
      // A header that is not there does not have the value either.
      header.setTreatMissingHeaderAsEmpty(!header.hasPresentMatch());
      match.addHeaders(header);
    }
  }

  private boolean condition(HeaderMatcher.Builder header, StringMatch value, Findings findings) {
    if (!HeaderNames.isValid(header.getName())) {
      findings.invalid("\"" + header.getName() + "\" is not a header name");
      usable = false;
      return false;
    }
    if (StringMatchers.isPresence(value)) {
      header.setPresentMatch(true);
      return true;
    }
    Optional<StringMatcher> matcher = StringMatchers.matcher(value, findings);
    matcher.ifPresentOrElse(header::setStringMatch, () -> usable = false);
    return matcher.isPresent();
  }

  private void queryParameter(String name, StringMatch value, Findings findings) {
    if (name.isEmpty() || name.length() > 1024) {
      findings.invalid("a parameter's name has 1 to 1024 characters");
      usable = false;
      return;
    }
    QueryParameterMatcher.Builder parameter = QueryParameterMatcher.newBuilder().setName(name);
    if (StringMatchers.isPresence(value)) {
      match.addQueryParameters(parameter.setPresentMatch(true));
      return;
    }
    StringMatchers.matcher(value, findings)
        .ifPresentOrElse(
            matcher -> match.addQueryParameters(parameter.setStringMatch(matcher)),
            () -> usable = false);
  }

  private void claim(String name, StringMatch value, boolean invert, Findings findings) {
    JwtClaimMatcher.matcher(name, value, invert, findings)
        .ifPresentOrElse(match::addDynamicMetadata, () -> usable = false);
  }
}
