package io.meltemi.translator.listener;

import com.google.common.collect.ImmutableList;
import io.envoyproxy.envoy.config.core.v3.CidrRange;
import io.envoyproxy.envoy.config.listener.v3.FilterChain;
import io.envoyproxy.envoy.config.listener.v3.FilterChainMatch;
import io.meltemi.translator.tls.Alpn;
import io.meltemi.translator.xds.Protos;

/** Writes the {@code filter_chain_match} of a chain. */
final class ChainMatchConfigurer {

  /**
   * What {@code http_inspector} finds. HTTP/1.0 is not among them: Envoy would answer it with 426,
   * so it is passed on as bytes.
   */
  private static final ImmutableList<String> PLAIN_HTTP = ImmutableList.of("http/1.1", "h2c");

  private static final String PLAINTEXT = "raw_buffer";
  private static final String TLS = "tls";

  private ChainMatchConfigurer() {}

  static void configure(FilterChain.Builder chain, ChainMatch match) {
    if (match.isAll()) {
      return;
    }
    FilterChainMatch.Builder envoy =
        FilterChainMatch.newBuilder().addAllServerNames(match.serverNames());
    if (match.destinationPort() != 0) {
      envoy.setDestinationPort(Protos.uint32(match.destinationPort()));
    }
    match
        .destinations()
        .forEach(
            prefix ->
                envoy.addPrefixRanges(
                    CidrRange.newBuilder()
                        .setAddressPrefix(prefix.address())
                        .setPrefixLen(Protos.uint32(prefix.length()))));
    switch (match.protocol()) {
      case ANYTHING -> {}
      // Without raw_buffer Envoy would add a TLS inspector, because ALPN comes with TLS normally.
      case PLAIN_HTTP ->
          envoy.setTransportProtocol(PLAINTEXT).addAllApplicationProtocols(PLAIN_HTTP);
      case PLAINTEXT -> envoy.setTransportProtocol(PLAINTEXT);
      case TLS -> envoy.setTransportProtocol(TLS);
      case MESH_TLS -> envoy.setTransportProtocol(TLS).addAllApplicationProtocols(Alpn.ANY_MESH);
      case MESH_HTTP -> envoy.setTransportProtocol(TLS).addAllApplicationProtocols(Alpn.MESH_HTTP);
      case MESH_BYTES ->
          envoy.setTransportProtocol(TLS).addAllApplicationProtocols(Alpn.MESH_BYTES);
    }
    chain.setFilterChainMatch(envoy);
  }
}
