package io.meltemi.translator.route;

import com.google.common.collect.ImmutableList;
import io.meltemi.translator.naming.RouteName;
import io.meltemi.translator.proxy.EgressScope;

/**
 * One route configuration of a sidecar, by what is in it.
 *
 * @param scope whose VirtualServices rule its hosts
 * @param hosts by the port that clients dial; a single port for a table that belongs to one
 */
record OutboundTable(RouteName name, Kind kind, EgressScope scope, ImmutableList<HttpPort> hosts) {

  /** How clients name the hosts of a table. */
  enum Kind {
    /** All hosts of one port: the port does not matter any more. */
    PORT,
    /** One service: whatever the host. */
    SERVICE,
    /** All ports, as through an HTTP proxy: the host's port tells them apart. */
    PROXY
  }
}
