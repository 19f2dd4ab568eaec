package io.meltemi.translator.secret;

import com.google.protobuf.ByteString;
import io.envoyproxy.envoy.config.core.v3.DataSource;
import io.envoyproxy.envoy.extensions.transport_sockets.tls.v3.CertificateValidationContext;
import io.envoyproxy.envoy.extensions.transport_sockets.tls.v3.Secret;
import io.envoyproxy.envoy.extensions.transport_sockets.tls.v3.TlsCertificate;
import io.meltemi.translator.model.Credential;
import io.meltemi.translator.xds.XdsResource;
import io.meltemi.translator.xds.XdsType;

/** Spells a secret. */
final class SecretGenerator {

  private SecretGenerator() {}

  static XdsResource generate(SecretInputs inputs) {
    Secret.Builder secret = Secret.newBuilder().setName(inputs.name());
    switch (inputs.content()) {
      case SecretContent.Identity(Credential.Identity.Pair pair) ->
          secret.setTlsCertificate(certificate(pair));
      case SecretContent.Roots(Credential.Roots.Trusted trusted) ->
          secret.setValidationContext(roots(trusted));
    }
    return XdsResource.of(XdsType.SECRET, inputs.name(), secret.build(), inputs.origins());
  }

  private static TlsCertificate certificate(Credential.Identity.Pair pair) {
    TlsCertificate.Builder certificate =
        TlsCertificate.newBuilder()
            .setCertificateChain(inline(pair.chain()))
            .setPrivateKey(inline(pair.key()));
    if (!pair.staple().isEmpty()) {
      certificate.setOcspStaple(inline(pair.staple()));
    }
    return certificate.build();
  }

  private static CertificateValidationContext roots(Credential.Roots.Trusted trusted) {
    CertificateValidationContext.Builder roots =
        CertificateValidationContext.newBuilder().setTrustedCa(inline(trusted.certificates()));
    if (!trusted.revoked().isEmpty()) {
      roots.setCrl(inline(trusted.revoked()));
    }
    return roots.build();
  }

  private static DataSource inline(ByteString bytes) {
    return DataSource.newBuilder().setInlineBytes(bytes).build();
  }
}
