package io.meltemi.it.identity;

import java.io.IOException;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.PublicKey;
import java.util.Base64;
import org.bouncycastle.asn1.pkcs.PKCSObjectIdentifiers;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x509.BasicConstraints;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.ExtensionsGenerator;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.GeneralNames;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;
import org.bouncycastle.pkcs.PKCS10CertificationRequestBuilder;
import org.bouncycastle.pkcs.jcajce.JcaPKCS10CertificationRequestBuilder;

/** A caller's key pair, and the requests that it signs; made by nothing of ours. */
record Key(KeyPair pair) {

  static Key p256() throws GeneralSecurityException {
    return of("EC", 256);
  }

  static Key rsa(int bits) throws GeneralSecurityException {
    return of("RSA", bits);
  }

  private static Key of(String kind, int bits) throws GeneralSecurityException {
    KeyPairGenerator generator = KeyPairGenerator.getInstance(kind);
    generator.initialize(bits);
    return new Key(generator.generateKeyPair());
  }

  PublicKey publicKey() {
    return pair.getPublic();
  }

  /** PKCS #8. */
  String pem() {
    return pem("PRIVATE KEY", pair.getPrivate().getEncoded());
  }

  /** As Istio's agent asks. */
  String csr() throws OperatorCreationException, IOException {
    return signed(builder("O=cluster.local"));
  }

  /** Asks for everything that one could want. */
  String greedyCsr(String uri) throws OperatorCreationException, IOException {
    ExtensionsGenerator wishes = new ExtensionsGenerator();
    wishes.addExtension(Extension.basicConstraints, true, new BasicConstraints(true));
    wishes.addExtension(
        Extension.subjectAlternativeName,
        true,
        new GeneralNames(
            new GeneralName[] {
              new GeneralName(GeneralName.uniformResourceIdentifier, uri),
              new GeneralName(GeneralName.dNSName, "istiod.istio-system.svc"),
            }));
    return signed(
        builder("CN=istiod,O=istio-system")
            .addAttribute(PKCSObjectIdentifiers.pkcs_9_at_extensionRequest, wishes.generate()));
  }

  private PKCS10CertificationRequestBuilder builder(String subject) {
    return new JcaPKCS10CertificationRequestBuilder(new X500Name(subject), pair.getPublic());
  }

  private String signed(PKCS10CertificationRequestBuilder request)
      throws OperatorCreationException, IOException {
    return pem(
        "CERTIFICATE REQUEST",
        request
            .build(new JcaContentSignerBuilder("SHA256with" + signature()).build(pair.getPrivate()))
            .getEncoded());
  }

  String signature() {
    return pair.getPrivate().getAlgorithm().equals("EC") ? "ECDSA" : "RSA";
  }

  static String pem(String label, byte[] der) {
    return "-----BEGIN "
        + label
        + "-----\n"
        + Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(der)
        + "\n-----END "
        + label
        + "-----\n";
  }

  /** Nobody's business, not even a failed test's. */
  @Override
  public String toString() {
    return "Key[" + pair.getPublic().getAlgorithm() + "]";
  }
}
