package io.meltemi.translator.config.check;

import com.google.common.collect.ImmutableSet;
import io.meltemi.translator.config.HttpMatch;
import io.meltemi.translator.config.HttpRoute;

/** Checks one HTTP route of a VirtualService. */
final class HttpRouteChecks {

  /** The codes that Envoy can answer a redirect with. */
  private static final ImmutableSet<Integer> REDIRECTS = ImmutableSet.of(301, 302, 303, 307, 308);

  /** Istio's limit for bodies that travel inside of the configuration. */
  private static final int MAX_BODY = 1 << 20;

  private HttpRouteChecks() {}

  static void check(Findings at, HttpRoute route, boolean inDelegate) {
    at.each("match", route.match(), HttpRouteChecks::match);
    action(at, route, inDelegate);
    at.each(
        "route",
        route.route(),
        (f, to) -> {
          VirtualServiceChecks.destination(f.at("destination"), to.destination());
          f.present("headers", to.headers(), HeaderChecks::operations);
        });
    WeightChecks.weights(
        at, "route", route.route().stream().map(HttpRoute.WeightedDestination::weight).toList());
    at.present("redirect", route.redirect(), HttpRouteChecks::redirect);
    at.present("directResponse", route.directResponse(), HttpRouteChecks::directResponse);
    at.present("delegate", route.delegate(), HttpRouteChecks::delegate);
    at.present("rewrite", route.rewrite(), HttpRouteChecks::rewrite);
    at.present("timeout", route.timeout(), NumberChecks::durationOrZero);
    at.present("retries", route.retries(), RetryChecks::check);
    at.present("fault", route.fault(), FaultChecks::check);
    mirrors(at, route);
    at.present("corsPolicy", route.corsPolicy(), CorsChecks::check);
    at.present("headers", route.headers(), HeaderChecks::operations);
  }

  /** A route sends on, redirects, answers or delegates: one of them. */
  private static void action(Findings at, HttpRoute route, boolean inDelegate) {
    int actions =
        (route.route().isEmpty() ? 0 : 1)
            + (route.redirect().isPresent() ? 1 : 0)
            + (route.directResponse().isPresent() ? 1 : 0)
            + (route.delegate().isPresent() ? 1 : 0);
    if (actions == 0) {
      at.missing("does nothing; add route, redirect, directResponse or delegate");
    } else if (actions > 1) {
      at.conflict("route, redirect, directResponse and delegate exclude each other; keep one");
    }
    if (inDelegate && route.delegate().isPresent()) {
      at.at("delegate").conflict("a delegate cannot delegate once more");
    }
    if (route.redirect().isPresent() || route.directResponse().isPresent()) {
      String action = route.redirect().isPresent() ? "redirect" : "directResponse";
      if (route.rewrite().isPresent()) {
        at.at("rewrite").conflict("cannot be together with " + action);
      }
      if (route.fault().isPresent()) {
        at.at("fault").conflict("cannot be together with " + action);
      }
    }
  }

  private static void match(Findings at, HttpMatch match) {
    at.present("uri", match.uri(), RegexChecks::match);
    at.present("scheme", match.scheme(), RegexChecks::match);
    at.present("method", match.method(), RegexChecks::match);
    at.present("authority", match.authority(), RegexChecks::match);
    HeaderChecks.matchedNames(at, "headers", match.headers());
    RegexChecks.matches(at, "headers", match.headers());
    HeaderChecks.matchedNames(at, "withoutHeaders", match.withoutHeaders());
    RegexChecks.matches(at, "withoutHeaders", match.withoutHeaders());
    RegexChecks.matches(at, "queryParams", match.queryParams());
    match.queryParams().keySet().stream()
        .filter(String::isEmpty)
        .forEach(name -> at.entry("queryParams", name).invalid("a parameter has a name"));
    NumberChecks.optionalPort(at.at("port"), match.port());
    SelectorChecks.labels(at, "sourceLabels", match.sourceLabels());
    at.each("gateways", match.gateways(), HostChecks::gateway);
    if (!match.sourceNamespace().isEmpty() && !HostChecks.isLabel(match.sourceNamespace())) {
      at.at("sourceNamespace").invalid("takes a namespace");
    }
  }

  private static void redirect(Findings at, HttpRoute.Redirect redirect) {
    boolean says =
        !redirect.uri().isEmpty()
            || !redirect.authority().isEmpty()
            || !redirect.scheme().isEmpty()
            || !redirect.prefixRewrite().isEmpty()
            || redirect.redirectPort().isPresent()
            || redirect.redirectCode() != 0;
    if (!says) {
      at.missing("says nothing; add uri, authority, scheme or port");
    }
    if (!redirect.uri().isEmpty() && !redirect.prefixRewrite().isEmpty()) {
      at.conflict("uri and prefixRewrite exclude each other; keep one");
    }
    if (redirect.redirectCode() != 0 && !REDIRECTS.contains(redirect.redirectCode())) {
      at.at("redirectCode")
          .invalid("takes one of " + REDIRECTS + ", not " + redirect.redirectCode());
    }
    if (!redirect.scheme().isEmpty()
        && !redirect.scheme().equals("http")
        && !redirect.scheme().equals("https")) {
      at.at("scheme").invalid("takes http or https, not \"" + redirect.scheme() + "\"");
    }
    redirect
        .redirectPort()
        .ifPresent(
            port -> {
              switch (port) {
                case HttpRoute.RedirectPort.Fixed(int number) ->
                    NumberChecks.port(at.at("port"), number);
                case HttpRoute.RedirectPort.FromProtocolDefault _,
                    HttpRoute.RedirectPort.FromRequestPort _ -> {}
              }
            });
    literal(at.at("uri"), redirect.uri());
    literal(at.at("authority"), redirect.authority());
  }

  private static void directResponse(Findings at, HttpRoute.DirectResponse response) {
    NumberChecks.range(at.at("status"), response.status(), 200, 599);
    at.present(
        "body",
        response.body(),
        (f, body) -> {
          int size =
              switch (body) {
                case HttpRoute.Body.Text(String text) -> text.length();
                case HttpRoute.Body.Binary(var bytes) -> bytes.size();
              };
          if (size > MAX_BODY) {
            f.invalid("is larger than 1 MiB; let a service answer");
          }
        });
  }

  private static void delegate(Findings at, HttpRoute.Delegate delegate) {
    if (delegate.name().isEmpty()) {
      at.at("name").missing("is required");
    }
    if (!delegate.namespace().isEmpty() && !HostChecks.isLabel(delegate.namespace())) {
      at.at("namespace").invalid("takes a namespace, not \"" + delegate.namespace() + "\"");
    }
  }

  private static void rewrite(Findings at, HttpRoute.Rewrite rewrite) {
    if (rewrite.uri().isEmpty()
        && rewrite.authority().isEmpty()
        && rewrite.uriRegexRewrite().isEmpty()) {
      at.missing("says nothing; add uri, uriRegexRewrite or authority");
    }
    if (!rewrite.uri().isEmpty() && rewrite.uriRegexRewrite().isPresent()) {
      at.conflict("uri and uriRegexRewrite exclude each other; keep one");
    }
    literal(at.at("uri"), rewrite.uri());
    literal(at.at("authority"), rewrite.authority());
    at.present(
        "uriRegexRewrite",
        rewrite.uriRegexRewrite(),
        (f, regex) -> RegexChecks.rewrite(f, regex.match(), regex.rewrite()));
  }

  private static void mirrors(Findings at, HttpRoute route) {
    at.present("mirror", route.mirror(), VirtualServiceChecks::destination);
    at.each(
        "mirrors",
        route.mirrors(),
        (f, mirror) -> {
          VirtualServiceChecks.destination(f.at("destination"), mirror.destination());
          f.present("percentage", mirror.percentage(), NumberChecks::percent);
        });
    if (route.mirror().isPresent() && !route.mirrors().isEmpty()) {
      at.conflict("mirror and mirrors exclude each other; keep mirrors");
    }
    at.present(
        "mirrorPercent", route.mirrorPercent(), (f, percent) -> NumberChecks.percent(f, percent));
    at.present("mirrorPercentage", route.mirrorPercentage(), NumberChecks::percent);
  }

  /** Text that goes into a header as it is. */
  private static void literal(Findings at, String text) {
    if (text.indexOf('\n') >= 0 || text.indexOf('\r') >= 0 || text.indexOf('\0') >= 0) {
      at.invalid("cannot hold line breaks or NUL");
    }
  }
}
