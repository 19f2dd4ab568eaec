package io.meltemi.translator.proxy;

import com.google.common.collect.ImmutableList;
import io.meltemi.translator.config.Destination;
import io.meltemi.translator.config.HttpMatch;
import io.meltemi.translator.config.HttpRoute;
import io.meltemi.translator.model.Hostname;

/**
 * Completes the names in a route, so that it means the same in a rule of another namespace: short
 * hosts and bare gateways are those of the namespace it was written in.
 */
record RuleNames(String namespace, String domain) {

  HttpRoute complete(HttpRoute route) {
    return new HttpRoute(
        route.name(),
        route.match().stream().map(this::complete).collect(ImmutableList.toImmutableList()),
        route.route().stream()
            .map(
                weighted ->
                    new HttpRoute.WeightedDestination(
                        complete(weighted.destination()), weighted.weight(), weighted.headers()))
            .collect(ImmutableList.toImmutableList()),
        route.redirect(),
        route.directResponse(),
        route.delegate(),
        route.rewrite(),
        route.timeout(),
        route.retries(),
        route.fault(),
        route.mirror().map(this::complete),
        route.mirrors().stream()
            .map(
                mirror ->
                    new HttpRoute.MirrorPolicy(complete(mirror.destination()), mirror.percentage()))
            .collect(ImmutableList.toImmutableList()),
        route.mirrorPercent(),
        route.mirrorPercentage(),
        route.corsPolicy(),
        route.headers());
  }

  private Destination complete(Destination destination) {
    return new Destination(
        Hostname.resolve(destination.host(), namespace, domain).text(),
        destination.subset(),
        destination.port());
  }

  private HttpMatch complete(HttpMatch match) {
    return MatchMerge.withGateways(
        match,
        match.gateways().stream()
            .map(gateway -> GatewayReference.resolve(gateway, namespace))
            .collect(ImmutableList.toImmutableList()));
  }
}
