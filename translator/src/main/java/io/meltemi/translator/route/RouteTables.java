package io.meltemi.translator.route;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableSet;
import io.meltemi.translator.diagnostic.Diagnostic;
import io.meltemi.translator.xds.ResourceSet;
import io.meltemi.translator.xds.XdsResource;

/**
 * All route configurations of a group of proxies, and what is to be said about the rules in them.
 */
public record RouteTables(ResourceSet resources, ImmutableList<Diagnostic> diagnostics) {

  public static final RouteTables EMPTY = new RouteTables(ResourceSet.EMPTY, ImmutableList.of());

  static RouteTables of(
      ImmutableList<XdsResource> resources, ImmutableList<RouteConfigurationInputs> inputs) {
    ImmutableSet.Builder<Diagnostic> diagnostics = ImmutableSet.builder();
    for (RouteConfigurationInputs table : inputs) {
      for (VirtualHostFragment host : table.hosts()) {
        for (RoutesFragment routes : host.routes()) {
          diagnostics.addAll(routes.diagnostics());
        }
      }
    }
    return new RouteTables(ResourceSet.of(resources), diagnostics.build().asList());
  }
}
