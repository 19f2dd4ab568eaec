package io.meltemi.translator.naming;

import com.google.common.base.Joiner;
import com.google.common.base.Splitter;
import com.google.common.primitives.Ints;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * The name of a route configuration: what a listener's connection manager asks for over RDS. The
 * listeners and the routes must agree on it, so both take it from here.
 *
 * <ul>
 *   <li>a sidecar's outbound HTTP listener on a port: {@link Port}, shared by all services on it,
 *       also where a Sidecar's egress listener names the port;
 *   <li>a port whose protocol is detected, of a service that has an address of its own and so a
 *       listener of its own: {@link Detected}; without an address it shares {@link Port};
 *   <li>a Sidecar's egress listener on a socket: {@link Socket};
 *   <li>the mesh's HTTP proxy port: {@link HttpProxy};
 *   <li>plain servers of gateways: {@link GatewayHttp}, all that listen on one port together;
 *   <li>each server of a gateway that ends TLS: {@link GatewayHttps}.
 * </ul>
 */
public sealed interface RouteName {

  /** {@code 9080}. */
  record Port(int port) implements RouteName {
    @Override
    public String toString() {
      return Integer.toString(port);
    }
  }

  /** {@code reviews.default.svc.cluster.local:9080}. */
  record Detected(String hostname, int port) implements RouteName {
    @Override
    public String toString() {
      return hostname + ":" + port;
    }
  }

  /** {@code unix:///var/run/out.sock}. */
  record Socket(String bind) implements RouteName {
    @Override
    public String toString() {
      return bind;
    }
  }

  /** {@code http_proxy}. */
  record HttpProxy() implements RouteName {
    @Override
    public String toString() {
      return HTTP_PROXY;
    }
  }

  /** {@code inbound|http|9080}: inlined into its listener, never asked for. */
  record Inbound(int port) implements RouteName {
    @Override
    public String toString() {
      return INBOUND + port;
    }
  }

  /**
   * {@code http.8080}, {@code http.8080.10.0.0.1}.
   *
   * @param port where the proxy listens
   * @param bind the server's own address, or empty
   */
  record GatewayHttp(int port, String bind) implements RouteName {
    @Override
    public String toString() {
      return DOTTED.join("http", port) + suffix(bind);
    }
  }

  /**
   * {@code https.443.PORTNAME.GATEWAY.NAMESPACE}.
   *
   * @param port the port that the Gateway's server names, not the one the proxy listens on
   * @param bind the server's own address, or empty
   */
  record GatewayHttps(int port, String portName, String gateway, String namespace, String bind)
      implements RouteName {
    @Override
    public String toString() {
      return DOTTED.join("https", port, portName, gateway, namespace) + suffix(bind);
    }
  }

  String UNIX = "unix://";
  String HTTP_PROXY = "http_proxy";
  String INBOUND = "inbound|http|";
  Joiner DOTTED = Joiner.on('.');

  private static String suffix(String bind) {
    return bind.isEmpty() ? "" : "." + bind;
  }

  /**
   * The name's parts. A gateway's name may contain dots, its port's name not; an address at the end
   * is told from a namespace by its four numbers or its colons.
   */
  static Optional<RouteName> parse(String name) {
    if (name.equals(HTTP_PROXY)) {
      return Optional.of(new HttpProxy());
    }
    if (name.startsWith(UNIX)) {
      return Optional.of(new Socket(name));
    }
    if (name.startsWith(INBOUND)) {
      return port(name.substring(INBOUND.length())).map(Inbound::new);
    }
    if (port(name).isPresent()) {
      return port(name).map(Port::new);
    }
    return parseGateway(Splitter.on('.').splitToList(name))
        .or(() -> VirtualHostName.parse(name).map(host -> new Detected(host.host(), host.port())));
  }

  private static Optional<RouteName> parseGateway(List<String> parts) {
    Optional<Integer> port = parts.size() < 2 ? Optional.empty() : port(parts.get(1));
    if (port.isEmpty()) {
      return Optional.empty();
    }
    if (parts.getFirst().equals("http")) {
      return Optional.of(new GatewayHttp(port.get(), DOTTED.join(parts.subList(2, parts.size()))));
    }
    int end = parts.size() - bindLength(parts).orElse(0);
    if (!parts.getFirst().equals("https") || end < 5) {
      return Optional.empty();
    }
    return Optional.of(
        new GatewayHttps(
            port.get(),
            parts.get(2),
            DOTTED.join(parts.subList(3, end - 1)),
            parts.get(end - 1),
            DOTTED.join(parts.subList(end, parts.size()))));
  }

  private static OptionalInt bindLength(List<String> parts) {
    if (parts.getLast().contains(":")) {
      return OptionalInt.of(1);
    }
    boolean four =
        parts.size() > 8
            && parts.subList(parts.size() - 4, parts.size()).stream()
                .allMatch(part -> Ints.tryParse(part) != null);
    return four ? OptionalInt.of(4) : OptionalInt.empty();
  }

  private static Optional<Integer> port(String text) {
    return Optional.ofNullable(Ints.tryParse(text)).filter(port -> port >= 0);
  }
}
