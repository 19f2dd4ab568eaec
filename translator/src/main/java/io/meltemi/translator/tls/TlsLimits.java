package io.meltemi.translator.tls;

import com.google.common.collect.ImmutableList;
import io.envoyproxy.envoy.extensions.transport_sockets.tls.v3.TlsParameters;
import io.envoyproxy.envoy.extensions.transport_sockets.tls.v3.TlsParameters.TlsProtocol;
import io.meltemi.translator.config.MeshConfig;
import io.meltemi.translator.config.ServerTls;
import io.meltemi.translator.config.TlsWords;
import java.util.Optional;

/**
 * Versions, ciphers and curves.
 *
 * @param cipherSuites of TLS 1.2 and before; empty for Envoy's own
 * @param ecdhCurves empty for Envoy's own
 */
public record TlsLimits(
    TlsProtocol min,
    TlsProtocol max,
    ImmutableList<String> cipherSuites,
    ImmutableList<String> ecdhCurves) {

  /** With forward secrecy and without CBC: those of Istio's that have both. */
  private static final ImmutableList<String> SAFE_SUITES =
      ImmutableList.of(
          "ECDHE-ECDSA-AES256-GCM-SHA384",
          "ECDHE-RSA-AES256-GCM-SHA384",
          "ECDHE-ECDSA-AES128-GCM-SHA256",
          "ECDHE-RSA-AES128-GCM-SHA256");

  /** Between sidecars: {@code meshMTLS}. */
  public static TlsLimits ofMesh(MeshConfig mesh) {
    Optional<MeshConfig.TlsConfig> said = mesh.meshMtls();
    return new TlsLimits(
        min(said),
        // Envoy's clients stop at 1.2 unless told otherwise.
        TlsProtocol.TLSv1_3,
        said.map(TlsLimits::suites).filter(suites -> !suites.isEmpty()).orElse(SAFE_SUITES),
        said.map(TlsLimits::curves).orElse(ImmutableList.of()));
  }

  /** With everybody else, as a server: {@code tlsDefaults}. */
  public static TlsLimits ofServers(MeshConfig mesh) {
    Optional<MeshConfig.TlsConfig> said = mesh.tlsDefaults();
    return new TlsLimits(
        min(said),
        TlsProtocol.TLS_AUTO,
        said.map(TlsLimits::suites).orElse(ImmutableList.of()),
        said.map(TlsLimits::curves).orElse(ImmutableList.of()));
  }

  /** The same, as a client. */
  public static TlsLimits ofClients(MeshConfig mesh) {
    TlsLimits servers = ofServers(mesh);
    // Envoy's clients stop at 1.2 unless told otherwise.
    return new TlsLimits(
        servers.min, TlsProtocol.TLSv1_3, servers.cipherSuites, servers.ecdhCurves);
  }

  /** What is left of these where a server has a word of its own. */
  public TlsLimits with(ServerTls server) {
    ImmutableList<String> suites = TlsWords.among(TlsWords.CIPHER_SUITES, server.cipherSuites());
    TlsProtocol newest = version(server.maxProtocolVersion(), max);
    TlsProtocol oldest = version(server.minProtocolVersion(), min);
    return new TlsLimits(
        newest != TlsProtocol.TLS_AUTO && oldest.compareTo(newest) > 0 ? newest : oldest,
        newest,
        suites.isEmpty() ? cipherSuites : suites,
        ecdhCurves);
  }

  private static TlsProtocol version(ServerTls.Protocol said, TlsProtocol otherwise) {
    return switch (said) {
      case TLS_AUTO -> otherwise;
      case TLSV1_0 -> TlsProtocol.TLSv1_0;
      case TLSV1_1 -> TlsProtocol.TLSv1_1;
      case TLSV1_2 -> TlsProtocol.TLSv1_2;
      case TLSV1_3 -> TlsProtocol.TLSv1_3;
    };
  }

  private static TlsProtocol min(Optional<MeshConfig.TlsConfig> said) {
    return said.map(
            limits ->
                switch (limits.minProtocolVersion()) {
                  case TLS_AUTO, TLSV1_2 -> TlsProtocol.TLSv1_2;
                  case TLSV1_3 -> TlsProtocol.TLSv1_3;
                })
        .orElse(TlsProtocol.TLSv1_2);
  }

  private static ImmutableList<String> suites(MeshConfig.TlsConfig said) {
    return TlsWords.among(TlsWords.CIPHER_SUITES, said.cipherSuites());
  }

  private static ImmutableList<String> curves(MeshConfig.TlsConfig said) {
    return TlsWords.among(TlsWords.ECDH_CURVES, said.ecdhCurves());
  }

  public TlsParameters toProto() {
    return TlsParameters.newBuilder()
        .setTlsMinimumProtocolVersion(min)
        .setTlsMaximumProtocolVersion(max)
        .addAllCipherSuites(cipherSuites)
        .addAllEcdhCurves(ecdhCurves)
        .build();
  }
}
