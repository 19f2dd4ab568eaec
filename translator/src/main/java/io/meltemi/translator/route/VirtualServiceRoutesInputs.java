package io.meltemi.translator.route;

import com.google.common.collect.ImmutableList;
import io.meltemi.translator.config.ConfigObject;
import io.meltemi.translator.config.VirtualService;

/**
 * What the routes of a VirtualService depend on. Nothing in it says who asks, beyond the matches
 * that cannot hold for them; so clients of all namespaces share the result.
 *
 * @param port that clients dial
 * @param tls whether clients come over TLS that ends here
 * @param targets what the rule's destinations mean, each once, in its order
 */
record VirtualServiceRoutesInputs(
    ConfigObject<VirtualService> rule,
    RouteSelection selection,
    int port,
    boolean tls,
    ImmutableList<RouteTarget> targets,
    RouteDefaults defaults) {

  /** Cheap and good enough: of a rule there are few variants. */
  @Override
  public int hashCode() {
    return rule.hashCode() * 31 + port;
  }
}
