package io.meltemi.translator.config;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableSortedMap;
import java.util.Optional;

/** Ports opened at the edge, and for which hosts. Selects the proxies that open them by label. */
public record Gateway(ImmutableList<Server> servers, ImmutableSortedMap<String, String> selector)
    implements ConfigSpec {

  /** One port. {@code hosts} may carry a namespace: {@code ns/host}, {@code ./host}. */
  public record Server(
      Port port,
      String bind,
      ImmutableList<String> hosts,
      Optional<ServerTls> tls,
      String defaultEndpoint,
      String name) {}

  /** {@code targetPort} is deprecated and without effect. */
  public record Port(int number, String protocol, String name, int targetPort) {}
}
