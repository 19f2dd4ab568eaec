package io.meltemi.ca.x509;

import java.io.IOException;
import java.math.BigInteger;
import java.security.KeyPair;
import java.security.NoSuchAlgorithmException;
import java.security.cert.X509Certificate;
import java.util.Date;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x500.X500NameBuilder;
import org.bouncycastle.asn1.x500.style.BCStyle;
import org.bouncycastle.asn1.x509.BasicConstraints;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.KeyUsage;
import org.bouncycastle.asn1.x509.SubjectPublicKeyInfo;
import org.bouncycastle.cert.X509v3CertificateBuilder;
import org.bouncycastle.cert.jcajce.JcaX509ExtensionUtils;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;

/** Makes the root certificates of a CA that signs itself. */
public final class RootSigner {
  private RootSigner() {}

  /**
   * A root of that trust domain over that key. Part of the serial number stands in its name, so
   * that an old and a new root are never of one name: some verifiers look issuers up by name only.
   */
  public static X509Certificate selfSign(
      String trustDomain, KeyPair keys, Validity validity, BigInteger serial) {
    try {
      X500Name name =
          new X500NameBuilder(BCStyle.INSTANCE)
              .addRDN(BCStyle.O, trustDomain)
              .addRDN(BCStyle.CN, "Root CA " + serial.toString(16).substring(1, 9))
              .build();
      SubjectPublicKeyInfo key = SubjectPublicKeyInfo.getInstance(keys.getPublic().getEncoded());
      X509v3CertificateBuilder builder =
          new X509v3CertificateBuilder(
              name,
              serial,
              Date.from(validity.notBefore()),
              Date.from(validity.notAfter()),
              name,
              key);
      builder.addExtension(
          Extension.keyUsage, true, new KeyUsage(KeyUsage.keyCertSign | KeyUsage.cRLSign));
      builder.addExtension(Extension.basicConstraints, true, new BasicConstraints(true));
      builder.addExtension(
          Extension.subjectKeyIdentifier,
          false,
          new JcaX509ExtensionUtils().createSubjectKeyIdentifier(key));
      return Pem.certificate(
          builder
              .build(
                  new JcaContentSignerBuilder(SignatureNames.of(keys.getPrivate()))
                      .build(keys.getPrivate()))
              .getEncoded());
    } catch (IOException | OperatorCreationException | NoSuchAlgorithmException | MalformedPem e) {
      throw new IllegalStateException("A root that we described cannot be built", e);
    }
  }
}
