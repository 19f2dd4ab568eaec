package io.meltemi.translator.route;

import com.google.common.collect.ImmutableList;
import io.meltemi.translator.diagnostic.ConfigKey;

/**
 * What a virtual host depends on.
 *
 * @param domains the hosts it answers for; no other virtual host of the table has one of them
 * @param routes usually one piece; several where VirtualServices share a host of a gateway
 * @param requireTls whether plain requests are redirected to HTTPS
 * @param origins beyond those of the routes
 */
record VirtualHostInputs(
    String name,
    ImmutableList<String> domains,
    ImmutableList<RoutesFragment> routes,
    boolean requireTls,
    RouteDefaults defaults,
    ImmutableList<ConfigKey> origins) {

  /** Cheap and good enough: the domains differ little between clients. */
  @Override
  public int hashCode() {
    return name.hashCode() * 31 + routes.hashCode();
  }
}
