package io.meltemi.ca.x509;

import java.math.BigInteger;
import java.security.KeyPair;
import java.security.SecureRandom;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.Date;
import java.util.Locale;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x509.BasicConstraints;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.GeneralNames;
import org.bouncycastle.asn1.x509.KeyUsage;
import org.bouncycastle.asn1.x509.SubjectPublicKeyInfo;
import org.bouncycastle.cert.X509v2CRLBuilder;
import org.bouncycastle.cert.X509v3CertificateBuilder;
import org.bouncycastle.cert.jcajce.JcaX509ExtensionUtils;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;

/** A company's CA, as one would plug it in: roots, CAs below them, cross-signed ones, CRLs. */
public final class TestPki {
  private final Instant from;
  private final Instant until;

  /** Everything it makes is valid in that time. */
  public TestPki(Instant from, Instant until) {
    this.from = from;
    this.until = until;
  }

  /** A CA with its key. */
  public record Authority(X509Certificate certificate, KeyPair keys) {
    public String pem() {
      return Pem.write(certificate);
    }

    public String keyPem() {
      return Pem.write(keys.getPrivate());
    }
  }

  public Authority root(String name) throws Exception {
    KeyPair keys = KeyType.P256.generate();
    return new Authority(certificate(name, keys, name, keys, true), keys);
  }

  public Authority below(Authority issuer, String name) throws Exception {
    return below(issuer, name, KeyType.P256.generate());
  }

  public Authority below(Authority issuer, String name, KeyPair keys) throws Exception {
    return new Authority(certificate(name, keys, name(issuer), issuer.keys(), true), keys);
  }

  /** The same name and key, signed by another. */
  public X509Certificate crossSigned(Authority subject, Authority by) throws Exception {
    return certificate(name(subject), subject.keys(), name(by), by.keys(), true);
  }

  /** A certificate that may sign nothing. */
  public Authority notAnAuthority(Authority issuer, String name) throws Exception {
    KeyPair keys = KeyType.P256.generate();
    return new Authority(certificate(name, keys, name(issuer), issuer.keys(), false), keys);
  }

  /** A leaf with those names and nothing else. */
  public X509Certificate leaf(Authority issuer, GeneralName... names) throws Exception {
    X509v3CertificateBuilder builder =
        new X509v3CertificateBuilder(
            new X500Name(name(issuer)),
            SerialNumbers.next(new SecureRandom()),
            Date.from(from),
            Date.from(until),
            Locale.ROOT,
            new X500Name("CN=leaf"),
            SubjectPublicKeyInfo.getInstance(KeyType.P256.generate().getPublic().getEncoded()));
    builder.addExtension(Extension.subjectAlternativeName, true, new GeneralNames(names));
    return Pem.certificate(
        builder
            .build(
                new JcaContentSignerBuilder(SignatureNames.of(issuer.keys().getPrivate()))
                    .build(issuer.keys().getPrivate()))
            .getEncoded());
  }

  /** A list that revokes those numbers. */
  public String revoking(Authority issuer, BigInteger... serials) throws Exception {
    X509v2CRLBuilder builder = new X509v2CRLBuilder(new X500Name(name(issuer)), Date.from(from));
    builder.setNextUpdate(Date.from(until));
    for (BigInteger serial : serials) {
      builder.addCRLEntry(serial, Date.from(from), 1);
    }
    return new PemBlock(
            Pem.CRL,
            builder
                .build(
                    new JcaContentSignerBuilder(SignatureNames.of(issuer.keys().getPrivate()))
                        .build(issuer.keys().getPrivate()))
                .getEncoded())
        .text();
  }

  private static String name(Authority authority) {
    return authority.certificate().getSubjectX500Principal().getName();
  }

  private X509Certificate certificate(
      String subject, KeyPair keys, String issuer, KeyPair issuerKeys, boolean isAuthority)
      throws Exception {
    SubjectPublicKeyInfo key = SubjectPublicKeyInfo.getInstance(keys.getPublic().getEncoded());
    X509v3CertificateBuilder builder =
        new X509v3CertificateBuilder(
            new X500Name(issuer),
            SerialNumbers.next(new SecureRandom()),
            Date.from(from),
            Date.from(until),
            Locale.ROOT,
            new X500Name(subject),
            key);
    builder.addExtension(Extension.basicConstraints, true, new BasicConstraints(isAuthority));
    builder.addExtension(
        Extension.keyUsage,
        true,
        new KeyUsage(
            isAuthority ? KeyUsage.keyCertSign | KeyUsage.cRLSign : KeyUsage.digitalSignature));
    builder.addExtension(
        Extension.subjectKeyIdentifier,
        false,
        new JcaX509ExtensionUtils().createSubjectKeyIdentifier(key));
    return Pem.certificate(
        builder
            .build(
                new JcaContentSignerBuilder(SignatureNames.of(issuerKeys.getPrivate()))
                    .build(issuerKeys.getPrivate()))
            .getEncoded());
  }
}
