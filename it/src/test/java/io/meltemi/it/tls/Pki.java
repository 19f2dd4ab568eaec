package io.meltemi.it.tls;

import io.meltemi.ca.x509.KeyType;
import io.meltemi.ca.x509.Pem;
import java.math.BigInteger;
import java.security.KeyPair;
import java.security.PrivateKey;
import java.security.cert.X509CRL;
import java.security.cert.X509Certificate;
import java.security.interfaces.RSAKey;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.Date;
import java.util.Locale;
import java.util.concurrent.atomic.AtomicLong;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x509.BasicConstraints;
import org.bouncycastle.asn1.x509.CRLReason;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.GeneralNames;
import org.bouncycastle.asn1.x509.KeyUsage;
import org.bouncycastle.asn1.x509.SubjectPublicKeyInfo;
import org.bouncycastle.cert.X509v2CRLBuilder;
import org.bouncycastle.cert.X509v3CertificateBuilder;
import org.bouncycastle.cert.jcajce.JcaX509CRLConverter;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;

/** A company's CA: one root, leaves for any names, and lists of what it has revoked. */
final class Pki {

  private static final Duration LIFE = Duration.ofHours(2);

  private final X500Name name;
  private final KeyPair keys;
  private final X509Certificate root;
  private final AtomicLong serials = new AtomicLong(1);

  private Pki(String name, KeyType type) throws Exception {
    this.keys = type.generate();
    this.name = new X500Name("CN=" + name);
    this.root =
        sign(
            this.name,
            keys,
            new KeyUsage(KeyUsage.keyCertSign | KeyUsage.cRLSign),
            new BasicConstraints(true));
  }

  static Pki named(String name) throws Exception {
    return new Pki(name, KeyType.P256);
  }

  /** With a root key of that type. */
  static Pki named(String name, KeyType type) throws Exception {
    return new Pki(name, type);
  }

  String rootPem() {
    return Pem.write(root);
  }

  /** With a P-256 key. */
  Issued issue(String... names) throws Exception {
    return issue(KeyType.P256, names);
  }

  /**
   * A leaf for servers and clients.
   *
   * @param names DNS names, and URIs
   */
  Issued issue(KeyType type, String... names) throws Exception {
    KeyPair own = type.generate();
    X509Certificate leaf =
        sign(
            new X500Name("CN=" + names[0].replaceAll("[^a-z.]", "-")),
            own,
            new KeyUsage(KeyUsage.digitalSignature | KeyUsage.keyEncipherment),
            new BasicConstraints(false),
            names);
    return new Issued(leaf, Pem.write(leaf), Pem.write(own.getPrivate()));
  }

  /** A list that revokes these; it may be of none. */
  String revoking(Issued... revoked) throws Exception {
    Instant now = Instant.now();
    X509v2CRLBuilder list = new X509v2CRLBuilder(name, Date.from(now.minus(LIFE)));
    list.setNextUpdate(Date.from(now.plus(LIFE)));
    for (Issued each : revoked) {
      list.addCRLEntry(
          each.certificate().getSerialNumber(), Date.from(now), CRLReason.keyCompromise);
    }
    X509CRL signed = new JcaX509CRLConverter().getCRL(list.build(signer(keys.getPrivate())));
    return Pem.write(signed);
  }

  private X509Certificate sign(
      X500Name subject, KeyPair own, KeyUsage usage, BasicConstraints constraints, String... names)
      throws Exception {
    Instant now = Instant.now();
    X509v3CertificateBuilder builder =
        new X509v3CertificateBuilder(
            name,
            BigInteger.valueOf(serials.incrementAndGet()),
            Date.from(now.minus(LIFE)),
            Date.from(now.plus(LIFE)),
            Locale.ROOT,
            subject,
            SubjectPublicKeyInfo.getInstance(own.getPublic().getEncoded()));
    builder.addExtension(Extension.keyUsage, true, usage);
    builder.addExtension(Extension.basicConstraints, true, constraints);
    if (names.length > 0) {
      builder.addExtension(
          Extension.subjectAlternativeName,
          false,
          new GeneralNames(Arrays.stream(names).map(Pki::generalName).toArray(GeneralName[]::new)));
    }
    return Pem.certificate(builder.build(signer(keys.getPrivate())).getEncoded());
  }

  private static GeneralName generalName(String text) {
    return new GeneralName(
        text.contains("://") ? GeneralName.uniformResourceIdentifier : GeneralName.dNSName, text);
  }

  private static org.bouncycastle.operator.ContentSigner signer(PrivateKey key) throws Exception {
    return new JcaContentSignerBuilder("SHA256with" + (key instanceof RSAKey ? "RSA" : "ECDSA"))
        .build(key);
  }
}
