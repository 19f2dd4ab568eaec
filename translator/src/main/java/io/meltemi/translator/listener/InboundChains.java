package io.meltemi.translator.listener;

import com.google.common.collect.ImmutableList;
import io.meltemi.translator.authn.MutualTlsMode;
import io.meltemi.translator.diagnostic.ConfigKey;
import io.meltemi.translator.listener.ChainMatch.Sniffed;
import io.meltemi.translator.model.Protocol;
import java.util.Optional;

/**
 * The chains of one inbound port, or of all undeclared ones: by what it accepts and what it speaks.
 *
 * <p>Envoy does not go back: a connection that is TLS, and for which some chain wants TLS, is not
 * given to a chain that wants nothing. So every case is spelled out.
 *
 * @param http what reads requests, and the chain's name
 * @param tcp what passes bytes on
 * @param match what holds for all connections to the port
 * @param config the Sidecar that declares the port, if one does
 */
record InboundChains(
    Named http, Named tcp, ChainMatch match, InboundTls tls, Optional<ConfigKey> config) {

  /** Filters, and the name of a chain with them. */
  record Named(String name, ChainFilters filters) {}

  /** The same chains, for TLS of another kind and nothing else. */
  InboundChains terminating(DownstreamTls context) {
    return new InboundChains(
        http, tcp, match, new InboundTls(MutualTlsMode.STRICT, context), config);
  }

  ImmutableList<FilterChainInputs> of(Protocol protocol) {
    return switch (protocol) {
      case HTTP, HTTP_PROXY, HTTP2, GRPC, GRPC_WEB -> requests();
      case HTTPS, TLS, TCP, MONGO, MYSQL, REDIS -> bytes();
      case DETECT -> detected();
      case UDP -> ImmutableList.of();
    };
  }

  private ImmutableList<FilterChainInputs> requests() {
    return switch (tls.mode()) {
      case DISABLE -> ImmutableList.of(plain(http, Sniffed.ANYTHING));
      case PERMISSIVE ->
          ImmutableList.of(mutual(http, Sniffed.MESH_TLS), plain(http, Sniffed.PLAINTEXT));
      case STRICT -> ImmutableList.of(mutual(http, Sniffed.TLS));
    };
  }

  private ImmutableList<FilterChainInputs> bytes() {
    return switch (tls.mode()) {
      case DISABLE -> ImmutableList.of(plain(tcp, Sniffed.ANYTHING));
      case PERMISSIVE ->
          ImmutableList.of(
              mutual(tcp, Sniffed.MESH_TLS),
              plain(tcp, Sniffed.PLAINTEXT),
              // The application's own TLS.
              plain(tcp, Sniffed.TLS));
      case STRICT -> ImmutableList.of(mutual(tcp, Sniffed.TLS));
    };
  }

  private ImmutableList<FilterChainInputs> detected() {
    return switch (tls.mode()) {
      case DISABLE ->
          ImmutableList.of(
              plain(http, Sniffed.PLAIN_HTTP),
              plain(tcp, Sniffed.PLAINTEXT),
              plain(tcp, Sniffed.TLS));
      case PERMISSIVE ->
          ImmutableList.of(
              mutual(http, Sniffed.MESH_HTTP),
              mutual(tcp, Sniffed.MESH_BYTES),
              plain(http, Sniffed.PLAIN_HTTP),
              plain(tcp, Sniffed.PLAINTEXT),
              plain(tcp, Sniffed.TLS));
      case STRICT -> ImmutableList.of(mutual(http, Sniffed.MESH_HTTP), mutual(tcp, Sniffed.TLS));
    };
  }

  private FilterChainInputs plain(Named chain, Sniffed sniffed) {
    return chain(chain, sniffed, Optional.empty());
  }

  private FilterChainInputs mutual(Named chain, Sniffed sniffed) {
    return chain(chain, sniffed, Optional.of(tls.context()));
  }

  private FilterChainInputs chain(
      Named chain, Sniffed sniffed, Optional<DownstreamTls> terminated) {
    return new FilterChainInputs(
        chain.name(), match.with(sniffed), chain.filters(), terminated, config);
  }
}
