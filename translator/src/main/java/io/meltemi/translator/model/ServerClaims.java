package io.meltemi.translator.model;

import com.google.common.collect.ImmutableList;
import io.meltemi.translator.config.ConfigObject;
import io.meltemi.translator.config.Gateway;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Gives the ports of a gateway proxy to the servers that ask for them. Whoever comes first decides
 * what a port is for: plaintext HTTP servers share one, servers with different hosts behind TLS
 * share one, and plain TCP has one for itself.
 */
public final class ServerClaims {

  /** What a port is for. */
  private enum Use {
    HTTP("plaintext HTTP"),
    TLS("TLS"),
    TCP("plain TCP");

    private final String words;

    Use(String words) {
      this.words = words;
    }
  }

  private record Place(String bind, int port) {}

  private record Holder(Use use, ConfigObject<Gateway> gateway, Set<String> tlsHosts) {}

  private final Map<Place, Holder> holders = new HashMap<>();

  /**
   * Asks for a port.
   *
   * @param port where the proxy is to listen
   * @return why the server cannot have it, if it cannot
   */
  public Optional<String> claim(ConfigObject<Gateway> gateway, Gateway.Server server, int port) {
    Use use = useOf(server);
    Place place = new Place(server.bind(), port);
    Holder holder = holders.get(place);
    if (holder == null) {
      holders.put(place, new Holder(use, gateway, new HashSet<>(hosts(server))));
      return Optional.empty();
    }
    if (holder.use() != use || use == Use.TCP) {
      return Optional.of(
          "port %d serves %s for %s already, which comes first; %s cannot share it"
              .formatted(port, holder.use().words, holder.gateway().key(), use.words));
    }
    return use == Use.TLS ? claimHosts(holder, server, port) : Optional.empty();
  }

  private static Optional<String> claimHosts(Holder holder, Gateway.Server server, int port) {
    for (String host : hosts(server)) {
      if (holder.tlsHosts().contains(host)) {
        return Optional.of(
            "host %s is served with TLS on port %d already by a server that comes first"
                .formatted(host, port));
      }
    }
    holder.tlsHosts().addAll(hosts(server));
    return Optional.empty();
  }

  private static Use useOf(Gateway.Server server) {
    Protocol protocol = Protocol.parse(server.port().protocol());
    boolean terminates = server.tls().isPresent() && !server.tls().get().httpsRedirect();
    if (protocol.isTls() || (terminates && !protocol.isHttp())) {
      return Use.TLS;
    }
    return protocol.isHttp() ? Use.HTTP : Use.TCP;
  }

  /** Without the namespaces that may stand before them: on the wire there are none. */
  private static ImmutableList<String> hosts(Gateway.Server server) {
    return server.hosts().stream()
        .map(host -> host.substring(host.indexOf('/') + 1))
        .collect(ImmutableList.toImmutableList());
  }
}
