package io.meltemi.translator.tls;

import com.google.common.collect.ImmutableList;
import io.envoyproxy.envoy.extensions.transport_sockets.tls.v3.TlsParameters;
import io.envoyproxy.envoy.extensions.transport_sockets.tls.v3.TlsParameters.TlsProtocol;
import io.meltemi.translator.config.MeshConfig;
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
        said.map(MeshConfig.TlsConfig::cipherSuites)
            .filter(suites -> !suites.isEmpty())
            .orElse(SAFE_SUITES),
        said.map(MeshConfig.TlsConfig::ecdhCurves).orElse(ImmutableList.of()));
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

  public TlsParameters toProto() {
    return TlsParameters.newBuilder()
        .setTlsMinimumProtocolVersion(min)
        .setTlsMaximumProtocolVersion(max)
        .addAllCipherSuites(cipherSuites)
        .addAllEcdhCurves(ecdhCurves)
        .build();
  }
}
