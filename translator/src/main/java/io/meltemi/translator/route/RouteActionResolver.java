package io.meltemi.translator.route;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableMap;
import io.meltemi.translator.config.Destination;
import io.meltemi.translator.config.HttpRoute;
import io.meltemi.translator.config.Percent;
import io.meltemi.translator.diagnostic.DiagnosticCode;
import java.util.Optional;

/** Decides what becomes of the requests of one HTTP rule, with all of Istio's defaults. */
final class RouteActionResolver {

  private static final Percent ALL = new Percent(100);

  private final VirtualServiceRoutesInputs inputs;
  private final ImmutableMap<Destination, RouteTarget> targets;

  RouteActionResolver(VirtualServiceRoutesInputs inputs) {
    this.inputs = inputs;
    ImmutableMap.Builder<Destination, RouteTarget> byDestination = ImmutableMap.builder();
    inputs.targets().forEach(target -> byDestination.put(target.destination(), target));
    this.targets = byDestination.buildOrThrow();
  }

  /** Nothing, and findings, if the rule says nothing that could be done. */
  Optional<RouteOutcome> resolve(HttpRoute rule, Findings findings) {
    HeaderOperations headers = HeaderOperations.of(rule.headers(), findings);
    if (rule.redirect().isPresent()) {
      return Optional.of(new RouteOutcome.Redirect(rule.redirect().get(), headers));
    }
    if (rule.directResponse().isPresent()) {
      return Optional.of(new RouteOutcome.Answer(rule.directResponse().get(), headers));
    }
    ImmutableList<HttpRoute.WeightedDestination> destinations = weighted(rule, findings);
    return destinations.isEmpty()
        ? Optional.empty()
        : Optional.of(forward(rule, destinations, headers, findings));
  }

  private ForwardAction forward(
      HttpRoute rule,
      ImmutableList<HttpRoute.WeightedDestination> destinations,
      HeaderOperations headers,
      Findings findings) {
    ImmutableList<ForwardAction.Target> resolved = targets(destinations, findings);
    boolean single = resolved.size() == 1;
    HeaderOperations all = single ? headers.then(resolved.getFirst().headers()) : headers;
    String rewritten = rule.rewrite().map(HttpRoute.Rewrite::authority).orElse("");
    boolean hashed = single && resolved.getFirst().hashKey().isPresent();
    return new ForwardAction(
        resolved,
        all,
        rewritten.isEmpty() ? all.authority() : rewritten,
        rule.rewrite(),
        rule.timeout(),
        RetryResolver.ofRoute(
            rule.retries(), inputs.defaults().retries(), hashed, findings.at("retries")),
        mirrors(rule, findings));
  }

  /**
   * A weight of 0 counts as all where there is one destination, and as none where there are more.
   */
  private static ImmutableList<HttpRoute.WeightedDestination> weighted(
      HttpRoute rule, Findings findings) {
    if (rule.route().size() == 1) {
      return rule.route();
    }
    if (rule.route().isEmpty()) {
      if (rule.delegate().isEmpty()) {
        findings.add(
            DiagnosticCode.MISSING_FIELD,
            "needs a route, a redirect or a directResponse; the rule is left out");
      }
      return ImmutableList.of();
    }
    ImmutableList<HttpRoute.WeightedDestination> positive =
        rule.route().stream()
            .filter(destination -> destination.weight() > 0)
            .collect(ImmutableList.toImmutableList());
    long sum = positive.stream().mapToLong(HttpRoute.WeightedDestination::weight).sum();
    if (sum == 0 || sum > 0xFFFF_FFFFL) {
      findings.at("route").invalid("needs weights above zero; the rule is left out");
      return ImmutableList.of();
    }
    return positive;
  }

  private ImmutableList<ForwardAction.Target> targets(
      ImmutableList<HttpRoute.WeightedDestination> destinations, Findings findings) {
    ImmutableList.Builder<ForwardAction.Target> resolved = ImmutableList.builder();
    for (int i = 0; i < destinations.size(); i++) {
      HttpRoute.WeightedDestination destination = destinations.get(i);
      Findings place = findings.at("route", i);
      RouteTarget target = target(destination.destination(), place.at("destination"));
      resolved.add(
          new ForwardAction.Target(
              target.cluster(),
              destination.weight(),
              HeaderOperations.of(destination.headers(), place),
              target.hashKey()));
    }
    return resolved.build();
  }

  /** A share of zero mirrors nothing. */
  private ImmutableList<ForwardAction.Mirror> mirrors(HttpRoute rule, Findings findings) {
    ImmutableList.Builder<ForwardAction.Mirror> mirrors = ImmutableList.builder();
    Percent share =
        rule.mirrorPercentage()
            .or(() -> rule.mirrorPercent().map(percent -> new Percent(percent)))
            .orElse(ALL);
    if (rule.mirror().isPresent() && share.value() > 0) {
      RouteTarget target = target(rule.mirror().get(), findings.at("mirror"));
      mirrors.add(new ForwardAction.Mirror(target.cluster(), share));
    }
    for (int i = 0; i < rule.mirrors().size(); i++) {
      HttpRoute.MirrorPolicy mirror = rule.mirrors().get(i);
      Percent own = mirror.percentage().orElse(ALL);
      if (own.value() > 0) {
        RouteTarget target = target(mirror.destination(), findings.at("mirrors", i));
        mirrors.add(new ForwardAction.Mirror(target.cluster(), own));
      }
    }
    return mirrors.build();
  }

  private RouteTarget target(Destination destination, Findings findings) {
    RouteTarget target = targets.get(destination);
    if (target == null) {
      throw new IllegalStateException("the inputs lack a destination of their own rule");
    }
    switch (target.reference()) {
      case KNOWN -> {}
      case UNKNOWN_HOST ->
          unknown(findings.at("host"), "no service " + target.hostname() + " is visible");
      case UNKNOWN_PORT ->
          unknown(
              findings.at("port"),
              "service " + target.hostname() + " has no port " + target.port());
      case UNKNOWN_SUBSET ->
          unknown(
              findings.at("subset"),
              "no DestinationRule gives "
                  + target.hostname()
                  + " a subset "
                  + destination.subset());
    }
    return target;
  }

  private static void unknown(Findings findings, String message) {
    findings.add(
        DiagnosticCode.UNKNOWN_REFERENCE, message + "; requests sent there are answered with 503");
  }
}
