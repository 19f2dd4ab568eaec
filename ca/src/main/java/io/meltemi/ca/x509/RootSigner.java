package io.meltemi.ca.x509;

import java.io.IOException;
import java.math.BigInteger;
import java.security.KeyPair;
import java.security.NoSuchAlgorithmException;
import java.security.PrivateKey;
import java.security.PublicKey;
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
      return sign(name, name, keys.getPublic(), new Issuance(keys.getPrivate(), validity, serial));
    } catch (IOException | OperatorCreationException | NoSuchAlgorithmException | MalformedPem e) {
      throw new IllegalStateException("A root that we described cannot be built", e);
    }
  }

  /** That root's name and key, vouched for by another root, which must not end before it. */
  public static X509Certificate crossSign(
      X509Certificate root, Issuer by, Validity validity, BigInteger serial) {
    try {
      return sign(
          X500Name.getInstance(root.getSubjectX500Principal().getEncoded()),
          X500Name.getInstance(by.certificate().getSubjectX500Principal().getEncoded()),
          root.getPublicKey(),
          new Issuance(by.key(), validity, serial));
    } catch (IOException | OperatorCreationException | NoSuchAlgorithmException | MalformedPem e) {
      throw new IllegalStateException("A cross certificate that we described cannot be built", e);
    }
  }

  private record Issuance(PrivateKey key, Validity validity, BigInteger serial) {
    @Override
    public String toString() {
      return "Issuance[" + validity + "]";
    }
  }

  private static X509Certificate sign(
      X500Name subject, X500Name issuer, PublicKey publicKey, Issuance issuance)
      throws IOException, OperatorCreationException, NoSuchAlgorithmException, MalformedPem {
    SubjectPublicKeyInfo key = SubjectPublicKeyInfo.getInstance(publicKey.getEncoded());
    X509v3CertificateBuilder builder =
        new X509v3CertificateBuilder(
            issuer,
            issuance.serial(),
            Date.from(issuance.validity().notBefore()),
            Date.from(issuance.validity().notAfter()),
            subject,
            key);
    builder.addExtension(
        Extension.keyUsage, true, new KeyUsage(KeyUsage.keyCertSign | KeyUsage.cRLSign));
    builder.addExtension(Extension.basicConstraints, true, new BasicConstraints(true));
    builder.addExtension(
        Extension.subjectKeyIdentifier,
        false,
        new JcaX509ExtensionUtils().createSubjectKeyIdentifier(key));
    return Pem.certificate(builder.build(ContentSigners.of(issuance.key())).getEncoded());
  }
}
