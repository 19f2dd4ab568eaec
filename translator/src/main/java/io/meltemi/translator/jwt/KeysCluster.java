package io.meltemi.translator.jwt;

import com.google.common.base.Ascii;
import com.google.common.net.HostAndPort;
import io.meltemi.translator.model.MeshService;
import io.meltemi.translator.naming.ClusterName;
import io.meltemi.translator.proxy.ServiceScope;
import java.util.Optional;

/** Finds the cluster through which a proxy reaches an address. */
final class KeysCluster {

  private static final String HTTP = "http://";
  private static final String HTTPS = "https://";
  private static final int HTTP_PORT = 80;
  private static final int HTTPS_PORT = 443;

  private final ServiceScope services;

  KeysCluster(ServiceScope services) {
    this.services = services;
  }

  /** That of the service with the address's host and port; absent when the proxy sees none. */
  Optional<String> of(String address) {
    boolean secure = address.startsWith(HTTPS);
    if (!secure && !address.startsWith(HTTP)) {
      return Optional.empty();
    }
    String rest = address.substring(secure ? HTTPS.length() : HTTP.length());
    int slash = rest.indexOf('/');
    Optional<HostAndPort> server = parse(slash < 0 ? rest : rest.substring(0, slash));
    return server.flatMap(
        found -> {
          int port = found.getPortOrDefault(secure ? HTTPS_PORT : HTTP_PORT);
          return services
              .service(Ascii.toLowerCase(found.getHost()))
              .filter(service -> service.port(port).isPresent())
              .map(service -> name(service, port));
        });
  }

  private static Optional<HostAndPort> parse(String authority) {
    try {
      return Optional.of(HostAndPort.fromString(authority));
    } catch (IllegalArgumentException _) {
      return Optional.empty();
    }
  }

  private static String name(MeshService service, int port) {
    return ClusterName.outbound(port, "", service.hostname()).toString();
  }
}
