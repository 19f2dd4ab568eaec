package io.meltemi.it.identity;

import java.math.BigInteger;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.Date;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Collectors;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x509.BasicConstraints;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.GeneralNames;
import org.bouncycastle.asn1.x509.KeyUsage;
import org.bouncycastle.cert.X509v2CRLBuilder;
import org.bouncycastle.cert.X509v3CertificateBuilder;
import org.bouncycastle.cert.jcajce.JcaX509CertificateConverter;
import org.bouncycastle.cert.jcajce.JcaX509ExtensionUtils;
import org.bouncycastle.cert.jcajce.JcaX509v3CertificateBuilder;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;

/** A company's certificates, and the folder that an istiod is plugged into them by. */
final class Pki {

  private static final Duration LIFE = Duration.ofDays(30);
  private static final AtomicLong SERIALS = new AtomicLong(System.nanoTime());

  private Pki() {}

  /** Something that has been signed, with its key. */
  record Signed(X509Certificate certificate, Key key) {
    String pem() {
      return Pki.pem(certificate);
    }

    String name() {
      return certificate.getSubjectX500Principal().getName();
    }
  }

  static Signed root(String name) throws Exception {
    Key key = Key.p256();
    return new Signed(authority(name, key, name, key), key);
  }

  static Signed below(Signed issuer, String name) throws Exception {
    Key key = Key.p256();
    return new Signed(authority(name, key, issuer.name(), issuer.key()), key);
  }

  /** A workload's certificate, as the CA of another mesh would give it. */
  static Signed workload(Signed issuer, String uri) throws Exception {
    Key key = Key.p256();
    X509v3CertificateBuilder builder = builder("", key, issuer.name());
    builder.addExtension(
        Extension.subjectAlternativeName,
        true,
        new GeneralNames(new GeneralName(GeneralName.uniformResourceIdentifier, uri)));
    builder.addExtension(Extension.keyUsage, true, new KeyUsage(KeyUsage.digitalSignature));
    return new Signed(signed(builder, issuer.key()), key);
  }

  /** Revokes those. */
  static String crl(Signed issuer, Duration life, X509Certificate... revoked) throws Exception {
    Instant now = Instant.now();
    X509v2CRLBuilder builder =
        new X509v2CRLBuilder(new X500Name(issuer.name()), Date.from(now.minusSeconds(60)));
    builder.setNextUpdate(Date.from(now.plus(life)));
    for (X509Certificate each : revoked) {
      builder.addCRLEntry(each.getSerialNumber(), Date.from(now), 1);
    }
    return Key.pem(
        "X509 CRL",
        builder
            .build(
                new JcaContentSignerBuilder("SHA256withECDSA")
                    .build(issuer.key().pair().getPrivate()))
            .getEncoded());
  }

  /** The files of Istio's Secret {@code cacerts}, each put in its place at once. */
  static void plugIn(Path folder, Signed issuer, String chain, Signed... roots) throws Exception {
    Files.createDirectories(folder);
    put(folder, "ca-key.pem", issuer.key().pem());
    put(folder, "cert-chain.pem", chain);
    put(
        folder,
        "root-cert.pem",
        Arrays.stream(roots).map(Signed::pem).collect(Collectors.joining()));
    put(folder, "ca-cert.pem", issuer.pem());
  }

  static void put(Path folder, String name, String text) throws Exception {
    Path next = Files.writeString(folder.resolve("." + name), text);
    Files.move(next, folder.resolve(name), StandardCopyOption.REPLACE_EXISTING);
  }

  static String pem(X509Certificate certificate) {
    try {
      return Key.pem("CERTIFICATE", certificate.getEncoded());
    } catch (java.security.cert.CertificateEncodingException e) {
      throw new IllegalStateException(e);
    }
  }

  private static X509Certificate authority(String name, Key key, String issuer, Key issuerKey)
      throws Exception {
    X509v3CertificateBuilder builder = builder(name, key, issuer);
    builder.addExtension(Extension.basicConstraints, true, new BasicConstraints(true));
    builder.addExtension(
        Extension.keyUsage, true, new KeyUsage(KeyUsage.keyCertSign | KeyUsage.cRLSign));
    builder.addExtension(
        Extension.subjectKeyIdentifier,
        false,
        new JcaX509ExtensionUtils().createSubjectKeyIdentifier(key.publicKey()));
    return signed(builder, issuerKey);
  }

  private static X509v3CertificateBuilder builder(String name, Key key, String issuer) {
    Instant now = Instant.now();
    return new JcaX509v3CertificateBuilder(
        new X500Name(issuer),
        BigInteger.valueOf(SERIALS.incrementAndGet()),
        Date.from(now.minusSeconds(3600)),
        Date.from(now.plus(LIFE)),
        new X500Name(name),
        key.publicKey());
  }

  private static X509Certificate signed(X509v3CertificateBuilder builder, Key by) throws Exception {
    return new JcaX509CertificateConverter()
        .getCertificate(
            builder.build(
                new JcaContentSignerBuilder("SHA256with" + by.signature())
                    .build(by.pair().getPrivate())));
  }
}
