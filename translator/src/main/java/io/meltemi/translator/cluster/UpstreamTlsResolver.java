package io.meltemi.translator.cluster;

import com.google.common.collect.ImmutableList;
import io.meltemi.translator.config.ClientTls;
import io.meltemi.translator.config.MeshConfig;
import io.meltemi.translator.model.MeshService;
import io.meltemi.translator.model.Protocol;
import java.util.Optional;

/** Whether TLS is originated, and with which files. */
final class UpstreamTlsResolver {
  /** Where Debian's, Ubuntu's, Alpine's and Envoy's own images have the system's roots. */
  static final String SYSTEM_ROOTS = "/etc/ssl/certs/ca-certificates.crt";

  private UpstreamTlsResolver() {}

  static UpstreamTls resolve(
      MeshConfig mesh, MeshService service, Protocol port, Optional<ClientTls> tls) {
    if (tls.isEmpty()) {
      return UpstreamTls.Plaintext.INSTANCE;
    }
    return switch (tls.get().mode()) {
      case DISABLE -> UpstreamTls.Plaintext.INSTANCE;
      // Needs the mesh's own certificates: plaintext until proxies have some.
      case ISTIO_MUTUAL -> UpstreamTls.Plaintext.INSTANCE;
      case SIMPLE -> originate(mesh, service, port, tls.get(), "", "");
      case MUTUAL ->
          originate(
              mesh,
              service,
              port,
              tls.get(),
              tls.get().clientCertificate(),
              tls.get().privateKey());
    };
  }

  private static UpstreamTls originate(
      MeshConfig mesh,
      MeshService service,
      Protocol port,
      ClientTls tls,
      String clientCertificate,
      String privateKey) {
    boolean skipVerify = tls.insecureSkipVerify().orElse(false);
    boolean hasCertificate = !clientCertificate.isEmpty() && !privateKey.isEmpty();
    return new UpstreamTls.Originate(
        tls.sni(),
        hasCertificate ? clientCertificate : "",
        hasCertificate ? privateKey : "",
        tls.caCertificates().isEmpty() ? SYSTEM_ROOTS : tls.caCertificates(),
        tls.caCrl(),
        skipVerify ? ImmutableList.of() : subjectAltNames(service, tls),
        skipVerify,
        port.isHttp2(),
        mesh.tlsDefaults());
  }

  /** The rule's names, else those of the ServiceEntry. */
  private static ImmutableList<String> subjectAltNames(MeshService service, ClientTls tls) {
    return tls.subjectAltNames().isEmpty() ? service.subjectAltNames() : tls.subjectAltNames();
  }
}
