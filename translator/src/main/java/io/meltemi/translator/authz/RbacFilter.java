package io.meltemi.translator.authz;

import com.google.protobuf.Message;
import io.envoyproxy.envoy.config.listener.v3.Filter;
import io.envoyproxy.envoy.config.rbac.v3.RBAC;
import io.envoyproxy.envoy.extensions.filters.network.http_connection_manager.v3.HttpFilter;
import io.meltemi.translator.xds.Protos;
import java.util.Optional;

/**
 * Envoy's RBAC filter.
 *
 * @param enforced absent: nothing is refused
 * @param shadow only counted, and noted in the request's metadata
 * @param shadowStats before the names of what is counted and noted
 */
record RbacFilter(Optional<RBAC> enforced, Optional<RBAC> shadow, String shadowStats) {

  static final String HTTP = "envoy.filters.http.rbac";
  static final String TCP = "envoy.filters.network.rbac";

  private static final String TCP_STATS = "tcp.";

  static RbacFilter enforcing(RBAC rules) {
    return new RbacFilter(Optional.of(rules), Optional.empty(), "");
  }

  static RbacFilter shadowing(RBAC rules, String stats) {
    return new RbacFilter(Optional.empty(), Optional.of(rules), stats);
  }

  HttpFilter http() {
    var rbac =
        io.envoyproxy
            .envoy
            .extensions
            .filters
            .http
            .rbac
            .v3
            .RBAC
            .newBuilder()
            .setShadowRulesStatPrefix(shadowStats);
    enforced.ifPresent(rbac::setRules);
    shadow.ifPresent(rbac::setShadowRules);
    return httpFilter(HTTP, rbac.build());
  }

  Filter tcp() {
    var rbac =
        io.envoyproxy
            .envoy
            .extensions
            .filters
            .network
            .rbac
            .v3
            .RBAC
            .newBuilder()
            .setStatPrefix(TCP_STATS)
            .setShadowRulesStatPrefix(shadowStats);
    enforced.ifPresent(rbac::setRules);
    shadow.ifPresent(rbac::setShadowRules);
    return tcpFilter(TCP, rbac.build());
  }

  static HttpFilter httpFilter(String name, Message config) {
    return HttpFilter.newBuilder().setName(name).setTypedConfig(Protos.any(config)).build();
  }

  static Filter tcpFilter(String name, Message config) {
    return Filter.newBuilder().setName(name).setTypedConfig(Protos.any(config)).build();
  }
}
