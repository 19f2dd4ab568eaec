package io.meltemi.translator.route;

import com.google.protobuf.UInt32Value;
import io.envoyproxy.envoy.config.core.v3.Metadata;
import io.envoyproxy.envoy.config.route.v3.Route;
import io.envoyproxy.envoy.config.route.v3.RouteAction;
import io.envoyproxy.envoy.config.route.v3.RouteMatch;
import io.envoyproxy.envoy.config.route.v3.WeightedCluster;
import io.meltemi.translator.config.HttpMatch;
import io.meltemi.translator.config.HttpRoute;
import io.meltemi.translator.diagnostic.ConfigKey;
import io.meltemi.translator.proxy.Merged;
import io.meltemi.translator.xds.Protos;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/**
 * Writes the HTTP routes of a VirtualService: one for each match of each rule, in order, up to the
 * first that matches every request. Empty when nothing in it concerns the port and the proxy.
 */
final class VirtualServiceRoutesGenerator {

  private final VirtualServiceRoutesInputs inputs;
  private final RouteActionResolver actions;
  private final Metadata metadata;
  private final RoutesFragment.Builder routes;
  private final Findings findings;
  private int ordinal;
  private boolean complete;

  private VirtualServiceRoutesGenerator(VirtualServiceRoutesInputs inputs) {
    this.inputs = inputs;
    this.actions = new RouteActionResolver(inputs);
    this.metadata = Protos.configMetadata(inputs.rule().key().path());
    this.routes = RoutesFragment.builder(origins(inputs));
    this.findings = Findings.of(inputs.rule().key());
  }

  static RoutesFragment generate(VirtualServiceRoutesInputs inputs) {
    return new VirtualServiceRoutesGenerator(inputs).generate();
  }

  private RoutesFragment generate() {
    List<HttpRoute> rules = inputs.rule().spec().http();
    for (int i = 0; i < rules.size() && !complete; i++) {
      add(rules.get(i), findings.at("http", i));
    }
    return routes.findings(findings).build();
  }

  private static Set<ConfigKey> origins(VirtualServiceRoutesInputs inputs) {
    Set<ConfigKey> origins = new TreeSet<>();
    origins.addAll(Merged.origins(inputs.rule()));
    inputs.targets().forEach(target -> origins.addAll(target.origins()));
    return origins;
  }

  private void add(HttpRoute rule, Findings place) {
    Optional<RouteOutcome> outcome = actions.resolve(rule, place);
    if (rule.match().isEmpty()) {
      outcome.ifPresent(
          action -> add(rule, rule.name(), "", RouteMatchConfigurer.any(), action, place));
    }
    for (int i = 0; i < rule.match().size() && !complete; i++) {
      HttpMatch match = rule.match().get(i);
      boolean concerns =
          inputs.selection().allows(ordinal++)
              && (match.port() == 0 || match.port() == inputs.port());
      if (concerns && outcome.isPresent()) {
        String name = match.name().isEmpty() ? rule.name() : rule.name() + "." + match.name();
        RouteMatchConfigurer.match(match, place.at("match", i))
            .ifPresent(
                request -> add(rule, name, match.statPrefix(), request, outcome.get(), place));
      }
    }
  }

  private void add(
      HttpRoute rule,
      String name,
      String statPrefix,
      RouteMatch match,
      RouteOutcome outcome,
      Findings place) {
    Route.Builder route =
        Route.newBuilder()
            .setName(name)
            .setMatch(match)
            .setMetadata(metadata)
            .setStatPrefix(statPrefix);
    if (!configure(route, outcome, place)) {
      return;
    }
    DecoratorConfigurer.configure(route, inputs.rule().name(), inputs.port());
    rule.fault().ifPresent(fault -> FaultConfigurer.configure(route, fault, place.at("fault")));
    rule.corsPolicy()
        .ifPresent(cors -> CorsConfigurer.configure(route, cors, place.at("corsPolicy")));
    complete = RouteMatchConfigurer.isCatchAll(match);
    routes.add(route.build(), complete);
  }

  private boolean configure(Route.Builder route, RouteOutcome outcome, Findings place) {
    return switch (outcome) {
      case RouteOutcome.Redirect redirect -> {
        HeadersConfigurer.configure(route, redirect.headers());
        yield RedirectConfigurer.configure(
            route, redirect.redirect(), inputs.port(), inputs.tls(), place.at("redirect"));
      }
      case RouteOutcome.Answer answer -> {
        HeadersConfigurer.configure(route, answer.headers());
        yield DirectResponseConfigurer.configure(
            route, answer.response(), place.at("directResponse"));
      }
      case ForwardAction forward -> {
        HeadersConfigurer.configure(route, forward.headers());
        route.setRoute(action(forward, inputs.defaults(), place));
        yield true;
      }
    };
  }

  private static RouteAction action(ForwardAction forward, RouteDefaults defaults, Findings place) {
    RouteAction.Builder action = RouteAction.newBuilder();
    if (forward.targets().size() == 1) {
      action.setCluster(forward.targets().getFirst().cluster());
    } else {
      action.setWeightedClusters(weightedClusters(forward));
    }
    for (ForwardAction.Target target : forward.targets()) {
      target.hashKey().ifPresent(key -> HashPolicyConfigurer.configure(action, key));
    }
    TimeoutConfigurer.configure(action, forward.timeout(), place.at("timeout"));
    RetryConfigurer.configure(action, forward.retries());
    forward
        .rewrite()
        .ifPresent(
            rewrite -> RewriteConfigurer.configurePath(action, rewrite, place.at("rewrite")));
    RewriteConfigurer.configureHost(
        action, forward.authority(), defaults.forwardedHost(), place.at("rewrite"));
    forward.mirrors().forEach(mirror -> MirrorConfigurer.configure(action, mirror));
    return action.build();
  }

  private static WeightedCluster weightedClusters(ForwardAction forward) {
    WeightedCluster.Builder weighted = WeightedCluster.newBuilder();
    for (ForwardAction.Target target : forward.targets()) {
      WeightedCluster.ClusterWeight.Builder cluster =
          WeightedCluster.ClusterWeight.newBuilder()
              .setName(target.cluster())
              .setWeight(UInt32Value.of(target.weight()));
      HeadersConfigurer.configure(cluster, target.headers());
      weighted.addClusters(cluster);
    }
    return weighted.build();
  }
}
