package io.meltemi.translator.route;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableSortedMap;
import io.meltemi.translator.config.Destination;
import io.meltemi.translator.config.Headers;
import io.meltemi.translator.config.HttpMatch;
import io.meltemi.translator.config.HttpRetry;
import io.meltemi.translator.config.HttpRoute;
import io.meltemi.translator.config.Percent;
import io.meltemi.translator.config.PortSelector;
import io.meltemi.translator.config.StringMatch;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** An HTTP rule while it is put together: everything that is not said is left out. */
final class RuleBuilder {

  String name = "";
  final ImmutableList.Builder<HttpMatch> match = ImmutableList.builder();
  final ImmutableList.Builder<HttpRoute.WeightedDestination> route = ImmutableList.builder();
  Optional<HttpRoute.Redirect> redirect = Optional.empty();
  Optional<HttpRoute.DirectResponse> directResponse = Optional.empty();
  Optional<HttpRoute.Rewrite> rewrite = Optional.empty();
  Optional<Duration> timeout = Optional.empty();
  Optional<HttpRetry> retries = Optional.empty();
  Optional<HttpRoute.Fault> fault = Optional.empty();
  Optional<Destination> mirror = Optional.empty();
  ImmutableList<HttpRoute.MirrorPolicy> mirrors = ImmutableList.of();
  Optional<Percent> mirrorPercentage = Optional.empty();
  Optional<HttpRoute.CorsPolicy> cors = Optional.empty();
  Optional<Headers> headers = Optional.empty();

  static RuleBuilder rule() {
    return new RuleBuilder();
  }

  static RuleBuilder to(String host) {
    return new RuleBuilder().destination(host, "", 0, 0);
  }

  static RuleBuilder toSubset(String host, String subset) {
    return new RuleBuilder().destination(host, subset, 0, 0);
  }

  static Destination destination(String host, String subset, int port) {
    return new Destination(
        host, subset, port == 0 ? Optional.empty() : Optional.of(new PortSelector(port)));
  }

  RuleBuilder destination(String host, String subset, int port, int weight) {
    return destination(host, subset, port, weight, Optional.empty());
  }

  RuleBuilder destination(
      String host, String subset, int port, int weight, Optional<Headers> operations) {
    route.add(
        new HttpRoute.WeightedDestination(destination(host, subset, port), weight, operations));
    return this;
  }

  RuleBuilder named(String value) {
    name = value;
    return this;
  }

  RuleBuilder when(MatchBuilder condition) {
    match.add(condition.build());
    return this;
  }

  HttpRoute build() {
    return new HttpRoute(
        name,
        match.build(),
        route.build(),
        redirect,
        directResponse,
        Optional.empty(),
        rewrite,
        timeout,
        retries,
        fault,
        mirror,
        mirrors,
        Optional.empty(),
        mirrorPercentage,
        cors,
        headers);
  }

  /** A match while it is put together. */
  static final class MatchBuilder {
    String name = "";
    Optional<StringMatch> uri = Optional.empty();
    Optional<StringMatch> scheme = Optional.empty();
    Optional<StringMatch> method = Optional.empty();
    Optional<StringMatch> authority = Optional.empty();
    Map<String, StringMatch> headers = Map.of();
    Map<String, StringMatch> withoutHeaders = Map.of();
    Map<String, StringMatch> queryParams = Map.of();
    int port;
    Map<String, String> sourceLabels = Map.of();
    String sourceNamespace = "";
    List<String> gateways = List.of();
    boolean ignoreUriCase;
    String statPrefix = "";

    static MatchBuilder match() {
      return new MatchBuilder();
    }

    static MatchBuilder prefix(String path) {
      MatchBuilder match = new MatchBuilder();
      match.uri = Optional.of(new StringMatch.Prefix(path));
      return match;
    }

    static MatchBuilder exact(String path) {
      MatchBuilder match = new MatchBuilder();
      match.uri = Optional.of(new StringMatch.Exact(path));
      return match;
    }

    static MatchBuilder regex(String path) {
      MatchBuilder match = new MatchBuilder();
      match.uri = Optional.of(new StringMatch.Regex(path));
      return match;
    }

    static MatchBuilder header(String name, StringMatch value) {
      MatchBuilder match = new MatchBuilder();
      match.headers = Map.of(name, value);
      return match;
    }

    static MatchBuilder withoutHeader(String name, StringMatch value) {
      MatchBuilder match = new MatchBuilder();
      match.withoutHeaders = Map.of(name, value);
      return match;
    }

    static MatchBuilder query(String name, StringMatch value) {
      MatchBuilder match = new MatchBuilder();
      match.queryParams = Map.of(name, value);
      return match;
    }

    HttpMatch build() {
      return new HttpMatch(
          name,
          uri,
          scheme,
          method,
          authority,
          ImmutableSortedMap.copyOf(headers),
          port,
          ImmutableSortedMap.copyOf(sourceLabels),
          ImmutableList.copyOf(gateways),
          ImmutableSortedMap.copyOf(queryParams),
          ignoreUriCase,
          ImmutableSortedMap.copyOf(withoutHeaders),
          sourceNamespace,
          statPrefix);
    }
  }
}
