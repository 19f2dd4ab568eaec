package io.meltemi.translator.tls;

import io.envoyproxy.envoy.extensions.transport_sockets.tls.v3.CertificateValidationContext;
import io.envoyproxy.envoy.extensions.transport_sockets.tls.v3.CommonTlsContext;
import io.meltemi.translator.proxy.SecretSource;

/** The part of a TLS context that makes it the mesh's: own certificate, and the mesh's roots. */
public final class MeshIdentity {

  private MeshIdentity() {}

  /**
   * Shows the workload's certificate and believes the mesh's roots.
   *
   * @param names which names the peer's certificate must have; empty for any
   */
  public static void configure(
      CommonTlsContext.Builder context,
      SecretSource source,
      CertificateValidationContext names,
      TlsLimits limits) {
    context
        .setTlsParams(limits.toProto())
        .addTlsCertificateSdsSecretConfigs(Secrets.ofMesh(Secrets.OWN_CERTIFICATE, source))
        .setCombinedValidationContext(
            CommonTlsContext.CombinedCertificateValidationContext.newBuilder()
                .setDefaultValidationContext(names)
                .setValidationContextSdsSecretConfig(Secrets.ofMesh(Secrets.ROOTS, source)));
  }
}
