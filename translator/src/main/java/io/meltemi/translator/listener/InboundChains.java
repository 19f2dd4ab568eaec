package io.meltemi.translator.listener;

import com.google.common.collect.ImmutableList;
import io.meltemi.translator.diagnostic.ConfigKey;
import io.meltemi.translator.model.Protocol;
import io.meltemi.translator.naming.ClusterName;
import io.meltemi.translator.naming.RouteName;
import io.meltemi.translator.naming.VirtualHostName;
import io.meltemi.translator.proxy.InboundPort;
import java.util.Optional;

/** The chains of one inbound port. */
final class InboundChains {

  private InboundChains() {}

  /**
   * What the port accepts decides them.
   *
   * @param listener the name of the port's own listener, or what it would be without capture
   * @param match what holds for all connections to the port
   * @param config the Sidecar that declares the port, if one does
   */
  static ImmutableList<FilterChainInputs> of(
      InboundPort port,
      String listener,
      ChainMatch match,
      InboundTls tls,
      Optional<ConfigKey> config) {
    return switch (tls) {
      case DISABLED -> plaintext(port, listener, match, config);
    };
  }

  private static ImmutableList<FilterChainInputs> plaintext(
      InboundPort port, String listener, ChainMatch match, Optional<ConfigKey> config) {
    FilterChainInputs http =
        new FilterChainInputs(listener, match, http(port, listener), Optional.empty(), config);
    FilterChainInputs tcp =
        new FilterChainInputs(listener, match, tcp(port), Optional.empty(), config);
    return switch (port.protocol()) {
      case HTTP, HTTP_PROXY, HTTP2, GRPC, GRPC_WEB -> ImmutableList.of(http);
      case HTTPS, TLS, TCP, MONGO, MYSQL, REDIS -> ImmutableList.of(tcp);
      case DETECT ->
          ImmutableList.of(http.withMatch(match.with(ChainMatch.Sniffed.PLAIN_HTTP)), tcp);
      case UDP -> ImmutableList.of();
    };
  }

  private static ChainFilters.Http http(InboundPort port, String listener) {
    return new ChainFilters.Http(
        ChainFilters.HttpSide.SIDECAR_INBOUND,
        new ChainFilters.HttpRoutes.AllTo(
            new RouteName.Inbound(port.port()).toString(),
            VirtualHostName.inbound(port.port()),
            ClusterName.inbound(port.port()).toString(),
            new VirtualHostName(port.service().hostname(), port.servicePort()) + "/*"),
        "inbound_" + listener + ";",
        port.protocol() == Protocol.GRPC_WEB);
  }

  private static ChainFilters.Tcp tcp(InboundPort port) {
    return ChainFilters.Tcp.to(ClusterName.inbound(port.port()).toString());
  }
}
