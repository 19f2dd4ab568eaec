package io.meltemi.istiod.secret;

import com.google.common.collect.ImmutableList;
import com.google.protobuf.ByteString;
import io.envoyproxy.envoy.config.core.v3.DataSource;
import io.envoyproxy.envoy.extensions.transport_sockets.tls.v3.CertificateValidationContext;
import io.envoyproxy.envoy.extensions.transport_sockets.tls.v3.Secret;
import io.envoyproxy.envoy.extensions.transport_sockets.tls.v3.TlsCertificate;
import io.meltemi.ca.authority.IssuedIdentity;
import io.meltemi.ca.authority.TrustBundle;
import io.meltemi.istiod.xds.SecretSupply;
import io.meltemi.translator.xds.PackedMessage;
import io.meltemi.translator.xds.XdsResource;
import io.meltemi.translator.xds.XdsType;

/** Certificates and roots as Envoy's secrets. Pure. */
final class SecretResources {

  private SecretResources() {}

  static XdsResource certificate(IssuedIdentity issued, CertificateVersion version) {
    Secret secret =
        Secret.newBuilder()
            .setName(SecretSupply.CERTIFICATE)
            .setTlsCertificate(
                TlsCertificate.newBuilder()
                    .setCertificateChain(inline(issued.chainPem()))
                    .setPrivateKey(inline(issued.privateKeyPem())))
            .build();
    return XdsResource.ofVersion(
        XdsType.SECRET,
        SecretSupply.CERTIFICATE,
        PackedMessage.bytes(secret),
        version.toString(),
        ImmutableList.of());
  }

  /** Stands for what a proxy has from before. It has no content, and must not be sent. */
  static XdsResource kept(CertificateVersion version) {
    return XdsResource.ofVersion(
        XdsType.SECRET,
        SecretSupply.CERTIFICATE,
        ByteString.EMPTY,
        version.toString(),
        ImmutableList.of());
  }

  static XdsResource roots(TrustBundle bundle) {
    Secret secret =
        Secret.newBuilder()
            .setName(SecretSupply.ROOTS)
            .setValidationContext(
                CertificateValidationContext.newBuilder().setTrustedCa(inline(bundle.pem())))
            .build();
    return XdsResource.ofVersion(
        XdsType.SECRET,
        SecretSupply.ROOTS,
        PackedMessage.bytes(secret),
        bundle.version(),
        ImmutableList.of());
  }

  private static DataSource inline(String pem) {
    return DataSource.newBuilder().setInlineBytes(ByteString.copyFromUtf8(pem)).build();
  }
}
