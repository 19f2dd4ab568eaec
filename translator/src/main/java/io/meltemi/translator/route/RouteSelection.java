package io.meltemi.translator.route;

import com.google.common.collect.ImmutableList;
import io.meltemi.translator.config.ConfigObject;
import io.meltemi.translator.config.HttpMatch;
import io.meltemi.translator.config.HttpRoute;
import io.meltemi.translator.config.VirtualService;

/**
 * Which matches of a VirtualService cannot hold for some proxy. For nearly all it is {@link #ALL},
 * so that proxies of all namespaces share the routes.
 *
 * @param excluded counted through all matches of all HTTP routes
 */
record RouteSelection(ImmutableList<Integer> excluded) {

  static final RouteSelection ALL = new RouteSelection(ImmutableList.of());

  static RouteSelection of(ConfigObject<VirtualService> rule, RouteSource source) {
    ImmutableList.Builder<Integer> excluded = null;
    int ordinal = 0;
    for (HttpRoute route : rule.spec().http()) {
      for (HttpMatch match : route.match()) {
        if (!source.satisfies(match, rule.namespace())) {
          excluded = excluded == null ? ImmutableList.builder() : excluded;
          excluded.add(ordinal);
        }
        ordinal++;
      }
    }
    return excluded == null ? ALL : new RouteSelection(excluded.build());
  }

  boolean allows(int ordinal) {
    return !excluded.contains(ordinal);
  }
}
