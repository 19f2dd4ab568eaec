package io.meltemi.ca.x509;

import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.PrivateKey;
import java.security.interfaces.ECPrivateKey;
import java.security.spec.ECGenParameterSpec;
import org.bouncycastle.asn1.pkcs.PKCSObjectIdentifiers;
import org.bouncycastle.asn1.pkcs.PrivateKeyInfo;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x509.BasicConstraints;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.ExtensionsGenerator;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.GeneralNames;
import org.bouncycastle.asn1.x509.KeyUsage;
import org.bouncycastle.asn1.x509.SubjectPublicKeyInfo;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;
import org.bouncycastle.pkcs.PKCS10CertificationRequestBuilder;

/** Certificate requests for tests: proper ones, and those that a hostile caller sends. */
public final class Csrs {
  private Csrs() {}

  public static KeyPair ec(String curve) throws Exception {
    KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
    generator.initialize(new ECGenParameterSpec(curve));
    return generator.generateKeyPair();
  }

  public static KeyPair rsa(int bits) throws Exception {
    KeyPairGenerator generator = KeyPairGenerator.getInstance("RSA");
    generator.initialize(bits);
    return generator.generateKeyPair();
  }

  /** As {@code openssl ecparam -genkey} and {@code openssl genrsa -traditional} write keys. */
  public static String oldForm(PrivateKey key) throws Exception {
    PrivateKeyInfo info = PrivateKeyInfo.getInstance(key.getEncoded());
    if (key instanceof ECPrivateKey ec) {
      var curve = info.getPrivateKeyAlgorithm().getParameters();
      return new PemBlock("EC PARAMETERS", curve.toASN1Primitive().getEncoded()).text()
          + new PemBlock(
                  "EC PRIVATE KEY",
                  new org.bouncycastle.asn1.sec.ECPrivateKey(256, ec.getS(), curve).getEncoded())
              .text();
    }
    return new PemBlock("RSA PRIVATE KEY", info.getPrivateKey().getOctets()).text();
  }

  /** What the official agent sends. */
  public static String proper(KeyPair keys) throws Exception {
    return signed(keys, keys, SignatureNames.of(keys.getPrivate()), "O=cluster.local", null);
  }

  /** Another's public key, signed with one's own. */
  public static String forOthersKey(KeyPair theirs, KeyPair mine) throws Exception {
    return signed(theirs, mine, SignatureNames.of(mine.getPrivate()), "O=x", null);
  }

  public static String signedWith(KeyPair keys, String algorithm) throws Exception {
    return signed(keys, keys, algorithm, "O=x", null);
  }

  public static String withSubject(KeyPair keys, String subject) throws Exception {
    return signed(keys, keys, SignatureNames.of(keys.getPrivate()), subject, null);
  }

  /** Asks to be a CA, with another's identity, localhost, and every usage. */
  public static String greedy(KeyPair keys, String uri) throws Exception {
    ExtensionsGenerator wishes = new ExtensionsGenerator();
    wishes.addExtension(Extension.basicConstraints, true, new BasicConstraints(true));
    wishes.addExtension(
        Extension.keyUsage, true, new KeyUsage(KeyUsage.keyCertSign | KeyUsage.cRLSign));
    wishes.addExtension(
        Extension.subjectAlternativeName,
        true,
        new GeneralNames(
            new GeneralName[] {
              new GeneralName(GeneralName.uniformResourceIdentifier, uri),
              new GeneralName(GeneralName.dNSName, "istiod.istio-system.svc"),
              new GeneralName(GeneralName.iPAddress, "127.0.0.1"),
            }));
    return signed(
        keys, keys, SignatureNames.of(keys.getPrivate()), "CN=istiod,O=istio-system", wishes);
  }

  private static String signed(
      KeyPair subject,
      KeyPair signer,
      String algorithm,
      String name,
      @org.jspecify.annotations.Nullable ExtensionsGenerator wishes)
      throws Exception {
    PKCS10CertificationRequestBuilder builder =
        new PKCS10CertificationRequestBuilder(
            new X500Name(name), SubjectPublicKeyInfo.getInstance(subject.getPublic().getEncoded()));
    if (wishes != null) {
      builder.addAttribute(PKCSObjectIdentifiers.pkcs_9_at_extensionRequest, wishes.generate());
    }
    return new PemBlock(
            "CERTIFICATE REQUEST",
            builder
                .build(new JcaContentSignerBuilder(algorithm).build(signer.getPrivate()))
                .getEncoded())
        .text();
  }
}
