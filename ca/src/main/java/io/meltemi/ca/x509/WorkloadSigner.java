package io.meltemi.ca.x509;

import java.io.IOException;
import java.security.interfaces.RSAPublicKey;
import java.util.Date;
import java.util.Locale;
import org.bouncycastle.asn1.ASN1OctetString;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x509.AuthorityKeyIdentifier;
import org.bouncycastle.asn1.x509.BasicConstraints;
import org.bouncycastle.asn1.x509.ExtendedKeyUsage;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.GeneralNames;
import org.bouncycastle.asn1.x509.KeyPurposeId;
import org.bouncycastle.asn1.x509.KeyUsage;
import org.bouncycastle.asn1.x509.SubjectKeyIdentifier;
import org.bouncycastle.asn1.x509.SubjectPublicKeyInfo;
import org.bouncycastle.cert.X509v3CertificateBuilder;
import org.bouncycastle.operator.OperatorCreationException;

/**
 * Signs leaf certificates: issuer and request in, DER out. It copies nothing from a certificate
 * request but the key, so whatever else a caller asks for cannot get in.
 */
public final class WorkloadSigner {
  private WorkloadSigner() {}

  /** The certificate in DER. */
  public static byte[] sign(Issuer issuer, LeafRequest request) {
    try {
      X509v3CertificateBuilder builder =
          new X509v3CertificateBuilder(
              X500Name.getInstance(issuer.certificate().getSubjectX500Principal().getEncoded()),
              request.serial(),
              Date.from(request.validity().notBefore()),
              Date.from(request.validity().notAfter()),
              Locale.ROOT,
              new X500Name(new org.bouncycastle.asn1.x500.RDN[0]),
              SubjectPublicKeyInfo.getInstance(request.key().getEncoded()));
      builder.addExtension(Extension.keyUsage, true, new KeyUsage(usage(request)));
      builder.addExtension(Extension.extendedKeyUsage, false, extendedUsage(request.names()));
      builder.addExtension(Extension.basicConstraints, true, new BasicConstraints(false));
      byte[] issuerKeyId =
          issuer.certificate().getExtensionValue(Extension.subjectKeyIdentifier.getId());
      if (issuerKeyId != null) {
        // It tells two roots of one name apart while both are trusted.
        builder.addExtension(
            Extension.authorityKeyIdentifier,
            false,
            new AuthorityKeyIdentifier(
                SubjectKeyIdentifier.getInstance(
                        ASN1OctetString.getInstance(issuerKeyId).getOctets())
                    .getKeyIdentifier()));
      }
      // Critical because the subject is empty (RFC 5280, 4.2.1.6; the SPIFFE X.509-SVID standard).
      builder.addExtension(
          Extension.subjectAlternativeName, true, alternativeNames(request.names()));
      return builder.build(ContentSigners.of(issuer.key())).getEncoded();
    } catch (IOException | OperatorCreationException e) {
      throw new IllegalStateException("A certificate that we described cannot be built", e);
    }
  }

  private static int usage(LeafRequest request) {
    // TLS 1.2 with RSA key exchange encrypts with the key; EC keys only ever sign.
    return request.key() instanceof RSAPublicKey
        ? KeyUsage.digitalSignature | KeyUsage.keyEncipherment
        : KeyUsage.digitalSignature;
  }

  private static ExtendedKeyUsage extendedUsage(SubjectNames names) {
    return switch (names) {
      case SubjectNames.Workload _ ->
          new ExtendedKeyUsage(
              new KeyPurposeId[] {KeyPurposeId.id_kp_serverAuth, KeyPurposeId.id_kp_clientAuth});
      case SubjectNames.Server _ -> new ExtendedKeyUsage(KeyPurposeId.id_kp_serverAuth);
    };
  }

  private static GeneralNames alternativeNames(SubjectNames names) {
    return switch (names) {
      case SubjectNames.Workload(var id) ->
          new GeneralNames(new GeneralName(GeneralName.uniformResourceIdentifier, id.toString()));
      case SubjectNames.Server(var dnsNames) ->
          new GeneralNames(
              dnsNames.stream()
                  .map(name -> new GeneralName(GeneralName.dNSName, name))
                  .toArray(GeneralName[]::new));
    };
  }
}
