package io.meltemi.translator.route;

import com.google.common.collect.ImmutableListMultimap;
import io.meltemi.translator.config.Gateway;
import io.meltemi.translator.config.ServerTls;
import io.meltemi.translator.model.Protocol;
import io.meltemi.translator.naming.RouteName;
import io.meltemi.translator.proxy.GatewayServer;
import java.util.List;
import java.util.Optional;

/** Which servers of a gateway share a route configuration: the rule of {@link RouteName}. */
final class GatewayTables {

  private GatewayTables() {}

  /** Names in the order of the servers; servers without HTTP are not in it. */
  static ImmutableListMultimap<String, GatewayServer> byRouteName(List<GatewayServer> servers) {
    ImmutableListMultimap.Builder<String, GatewayServer> tables = ImmutableListMultimap.builder();
    for (GatewayServer server : servers) {
      routeName(server).ifPresent(name -> tables.put(name.toString(), server));
    }
    return tables.build();
  }

  private static Optional<RouteName> routeName(GatewayServer server) {
    Gateway.Server declared = server.server();
    Protocol protocol = Protocol.parse(declared.port().protocol());
    if (protocol.isHttp()) {
      return Optional.of(new RouteName.GatewayHttp(server.listenPort(), declared.bind()));
    }
    if (protocol == Protocol.HTTPS && endsTls(declared.tls())) {
      return Optional.of(
          new RouteName.GatewayHttps(
              declared.port().number(),
              declared.port().name(),
              server.gateway().name(),
              server.gateway().namespace(),
              declared.bind()));
    }
    return Optional.empty();
  }

  private static boolean endsTls(Optional<ServerTls> tls) {
    return tls.isPresent()
        && switch (tls.get().mode()) {
          case SIMPLE, MUTUAL, ISTIO_MUTUAL, OPTIONAL_MUTUAL -> true;
          case PASSTHROUGH, AUTO_PASSTHROUGH -> false;
        };
  }
}
