package io.meltemi.translator.route;

import com.google.protobuf.InvalidProtocolBufferException;
import com.google.re2j.Pattern;
import io.envoyproxy.envoy.config.core.v3.HeaderValueOption;
import io.envoyproxy.envoy.config.route.v3.HeaderMatcher;
import io.envoyproxy.envoy.config.route.v3.QueryParameterMatcher;
import io.envoyproxy.envoy.config.route.v3.RedirectAction;
import io.envoyproxy.envoy.config.route.v3.Route;
import io.envoyproxy.envoy.config.route.v3.RouteAction;
import io.envoyproxy.envoy.config.route.v3.RouteConfiguration;
import io.envoyproxy.envoy.config.route.v3.RouteMatch;
import io.envoyproxy.envoy.config.route.v3.VirtualHost;
import io.envoyproxy.envoy.config.route.v3.WeightedCluster;
import io.envoyproxy.envoy.type.matcher.v3.StringMatcher;
import io.meltemi.translator.xds.XdsResource;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * What Envoy does with a request, by a route configuration alone: enough of its router to say where
 * a request goes and with which headers. No process, no network.
 */
final class RouteSimulator {

  private final RouteConfiguration table;

  RouteSimulator(RouteConfiguration table) {
    this.table = table;
  }

  static RouteSimulator of(XdsResource resource) {
    try {
      return new RouteSimulator(RouteConfiguration.parseFrom(resource.bytes()));
    } catch (InvalidProtocolBufferException e) {
      throw new AssertionError(e);
    }
  }

  /**
   * A request as it arrives.
   *
   * @param headers by lower-case name
   */
  record Request(
      String method, String scheme, String host, String path, Map<String, String> headers) {

    static Request get(String host, String path) {
      return new Request("GET", "http", host, path, Map.of());
    }

    Request with(String name, String value) {
      Map<String, String> more = new TreeMap<>(headers);
      more.put(name, value);
      return new Request(method, scheme, host, path, more);
    }

    Request method(String other) {
      return new Request(other, scheme, host, path, headers);
    }
  }

  /** What becomes of it. */
  sealed interface Outcome {

    /**
     * It is sent on.
     *
     * @param clusters name to weight
     */
    record Forwarded(
        Map<String, Integer> clusters,
        String host,
        String path,
        Map<String, String> headers,
        Route route)
        implements Outcome {

      String cluster() {
        return clusters.keySet().iterator().next();
      }

      RouteAction action() {
        return route.getRoute();
      }
    }

    /** The client is sent elsewhere. */
    record Redirected(int status, String location) implements Outcome {}

    /** Envoy answers. */
    record Answered(int status, String body) implements Outcome {}
  }

  static final Outcome NOT_FOUND = new Outcome.Answered(404, "");

  Outcome call(Request request) {
    Optional<VirtualHost> host = virtualHost(request.host());
    if (host.isEmpty()) {
      return NOT_FOUND;
    }
    if (host.get().getRequireTls() == VirtualHost.TlsRequirementType.ALL
        && request.scheme().equals("http")) {
      return new Outcome.Redirected(301, "https://" + request.host() + request.path());
    }
    return host.get().getRoutesList().stream()
        .filter(route -> matches(route.getMatch(), request))
        .findFirst()
        .map(route -> apply(route, request))
        .orElse(NOT_FOUND);
  }

  /** Exact domains first, then the longest wildcard, then the star. */
  Optional<VirtualHost> virtualHost(String requested) {
    String host = requested.toLowerCase(Locale.ROOT);
    if (table.getIgnorePortInHostMatching()) {
      host = withoutPort(host);
    }
    VirtualHost best = null;
    int bestLength = -1;
    for (VirtualHost candidate : table.getVirtualHostsList()) {
      for (String domain : candidate.getDomainsList()) {
        int length = domainMatch(domain, host);
        if (length > bestLength) {
          best = candidate;
          bestLength = length;
        }
      }
    }
    return Optional.ofNullable(best);
  }

  private static String withoutPort(String host) {
    int colon = host.lastIndexOf(':');
    return colon < 0 || host.endsWith("]") ? host : host.substring(0, colon);
  }

  private static int domainMatch(String domain, String host) {
    if (domain.equalsIgnoreCase(host)) {
      return Integer.MAX_VALUE;
    }
    if (domain.equals("*")) {
      return 0;
    }
    boolean suffix = domain.startsWith("*") && host.endsWith(domain.substring(1));
    return suffix && host.length() >= domain.length() ? domain.length() : -1;
  }

  private static boolean matches(RouteMatch match, Request request) {
    return pathMatches(match, request.path())
        && match.getHeadersList().stream().allMatch(header -> matches(header, request))
        && match.getQueryParametersList().stream().allMatch(query -> matches(query, request));
  }

  private static boolean pathMatches(RouteMatch match, String full) {
    boolean ignoreCase = match.hasCaseSensitive() && !match.getCaseSensitive().getValue();
    String path = pathOnly(full);
    return switch (match.getPathSpecifierCase()) {
      case PREFIX ->
          full.regionMatches(ignoreCase, 0, match.getPrefix(), 0, match.getPrefix().length());
      case PATH ->
          ignoreCase ? path.equalsIgnoreCase(match.getPath()) : path.equals(match.getPath());
      case SAFE_REGEX -> Pattern.matches(match.getSafeRegex().getRegex(), path);
      case PATH_SEPARATED_PREFIX, CONNECT_MATCHER, PATH_MATCH_POLICY, PATHSPECIFIER_NOT_SET ->
          throw new AssertionError("not simulated: " + match);
    };
  }

  private static String pathOnly(String full) {
    int query = full.indexOf('?');
    return query < 0 ? full : full.substring(0, query);
  }

  private static boolean matches(HeaderMatcher matcher, Request request) {
    String value =
        switch (matcher.getName().toLowerCase(Locale.ROOT)) {
          case ":method" -> request.method();
          case ":authority", "host" -> request.host();
          case ":scheme" -> request.scheme();
          case ":path" -> request.path();
          case String name -> request.headers().get(name);
        };
    boolean matched;
    if (matcher.hasPresentMatch()) {
      matched = (value != null) == matcher.getPresentMatch();
    } else if (value == null && !matcher.getTreatMissingHeaderAsEmpty()) {
      return false;
    } else {
      matched = matches(matcher.getStringMatch(), value == null ? "" : value);
    }
    return matched != matcher.getInvertMatch();
  }

  private static boolean matches(QueryParameterMatcher matcher, Request request) {
    int query = request.path().indexOf('?');
    if (query < 0) {
      return false;
    }
    for (String parameter : request.path().substring(query + 1).split("&", -1)) {
      String[] parts = parameter.split("=", 2);
      if (parts[0].equals(matcher.getName())) {
        return matcher.hasPresentMatch()
            || matches(matcher.getStringMatch(), parts.length > 1 ? parts[1] : "");
      }
    }
    return false;
  }

  static boolean matches(StringMatcher matcher, String value) {
    return switch (matcher.getMatchPatternCase()) {
      case EXACT -> matcher.getExact().equals(value);
      case PREFIX -> value.startsWith(matcher.getPrefix());
      case SAFE_REGEX -> Pattern.matches(matcher.getSafeRegex().getRegex(), value);
      case SUFFIX, CONTAINS, CUSTOM, MATCHPATTERN_NOT_SET ->
          throw new AssertionError("not simulated: " + matcher);
    };
  }

  private static Outcome apply(Route route, Request request) {
    return switch (route.getActionCase()) {
      case ROUTE -> forward(route, request);
      case REDIRECT -> redirect(route.getRedirect(), request);
      case DIRECT_RESPONSE ->
          new Outcome.Answered(
              route.getDirectResponse().getStatus(),
              route.getDirectResponse().getBody().hasInlineBytes()
                  ? route.getDirectResponse().getBody().getInlineBytes().toStringUtf8()
                  : route.getDirectResponse().getBody().getInlineString());
      case FILTER_ACTION, NON_FORWARDING_ACTION, ACTION_NOT_SET ->
          throw new AssertionError("not simulated: " + route);
    };
  }

  private static Outcome forward(Route route, Request request) {
    RouteAction action = route.getRoute();
    Map<String, Integer> clusters = new TreeMap<>();
    if (action.hasWeightedClusters()) {
      for (WeightedCluster.ClusterWeight cluster : action.getWeightedClusters().getClustersList()) {
        clusters.merge(cluster.getName(), cluster.getWeight().getValue(), Integer::sum);
      }
    } else {
      clusters.put(action.getCluster(), 1);
    }
    Map<String, String> headers = new TreeMap<>(request.headers());
    route
        .getRequestHeadersToRemoveList()
        .forEach(name -> headers.remove(name.toLowerCase(Locale.ROOT)));
    add(headers, route.getRequestHeadersToAddList());
    String host =
        action.getHostRewriteLiteral().isEmpty() ? request.host() : action.getHostRewriteLiteral();
    return new Outcome.Forwarded(clusters, host, rewritten(route, request.path()), headers, route);
  }

  private static void add(Map<String, String> headers, List<HeaderValueOption> options) {
    for (HeaderValueOption option : options) {
      String name = option.getHeader().getKey().toLowerCase(Locale.ROOT);
      boolean overwrite =
          option.getAppendAction()
              == HeaderValueOption.HeaderAppendAction.OVERWRITE_IF_EXISTS_OR_ADD;
      String value = option.getHeader().getValue();
      headers.merge(name, value, (old, more) -> overwrite ? more : old + "," + more);
    }
  }

  private static String rewritten(Route route, String full) {
    RouteAction action = route.getRoute();
    String path = pathOnly(full);
    String query = full.substring(path.length());
    if (action.hasRegexRewrite()) {
      String substitution =
          action
              .getRegexRewrite()
              .getSubstitution()
              .replace("$", "\\$")
              .replaceAll("\\\\(\\d)", "\\$$1");
      return Pattern.compile(action.getRegexRewrite().getPattern().getRegex())
              .matcher(path)
              .replaceAll(substitution)
          + query;
    }
    if (action.getPrefixRewrite().isEmpty()) {
      return full;
    }
    return switch (route.getMatch().getPathSpecifierCase()) {
      case PREFIX ->
          action.getPrefixRewrite() + path.substring(route.getMatch().getPrefix().length()) + query;
      case PATH, SAFE_REGEX -> action.getPrefixRewrite() + query;
      case PATH_SEPARATED_PREFIX, CONNECT_MATCHER, PATH_MATCH_POLICY, PATHSPECIFIER_NOT_SET ->
          throw new AssertionError("not simulated: " + route);
    };
  }

  private static Outcome redirect(RedirectAction action, Request request) {
    String scheme =
        action.getSchemeRedirect().isEmpty() ? request.scheme() : action.getSchemeRedirect();
    String host = action.getHostRedirect().isEmpty() ? request.host() : action.getHostRedirect();
    if (action.getPortRedirect() != 0) {
      host = withoutPort(host) + ":" + action.getPortRedirect();
    }
    String path = action.getPathRedirect().isEmpty() ? request.path() : action.getPathRedirect();
    int status =
        switch (action.getResponseCode()) {
          case MOVED_PERMANENTLY -> 301;
          case FOUND -> 302;
          case SEE_OTHER -> 303;
          case TEMPORARY_REDIRECT -> 307;
          case PERMANENT_REDIRECT -> 308;
          case UNRECOGNIZED -> throw new AssertionError("not simulated: " + action);
        };
    return new Outcome.Redirected(status, scheme + "://" + host + path);
  }
}
