package io.meltemi.ca.x509;

import java.io.IOException;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.SecureRandom;
import java.security.spec.PKCS8EncodedKeySpec;
import java.security.spec.X509EncodedKeySpec;
import org.bouncycastle.asn1.sec.SECObjectIdentifiers;
import org.bouncycastle.crypto.AsymmetricCipherKeyPair;
import org.bouncycastle.crypto.ec.CustomNamedCurves;
import org.bouncycastle.crypto.generators.ECKeyPairGenerator;
import org.bouncycastle.crypto.params.ECKeyGenerationParameters;
import org.bouncycastle.crypto.params.ECNamedDomainParameters;
import org.bouncycastle.crypto.util.PrivateKeyInfoFactory;
import org.bouncycastle.crypto.util.SubjectPublicKeyInfoFactory;

/** Kinds of keys that we make ourselves. */
public enum KeyType {
  P256,
  RSA2048,
  RSA4096;

  private static final SecureRandom RANDOM = new SecureRandom();

  /** A fresh pair. RSA takes up to seconds. */
  public KeyPair generate() {
    try {
      return switch (this) {
        case P256 -> p256();
        case RSA2048 -> rsa(2048);
        case RSA4096 -> rsa(4096);
      };
    } catch (GeneralSecurityException | IOException e) {
      throw new IllegalStateException("Every JDK makes EC and RSA keys", e);
    }
  }

  /** BouncyCastle's arithmetic, for its speed (see ContentSigners), in the JDK's key classes. */
  private static KeyPair p256() throws GeneralSecurityException, IOException {
    ECKeyPairGenerator generator = new ECKeyPairGenerator();
    generator.init(
        new ECKeyGenerationParameters(
            new ECNamedDomainParameters(
                SECObjectIdentifiers.secp256r1,
                CustomNamedCurves.getByOID(SECObjectIdentifiers.secp256r1)),
            RANDOM));
    AsymmetricCipherKeyPair pair = generator.generateKeyPair();
    KeyFactory factory = KeyFactory.getInstance("EC");
    return new KeyPair(
        factory.generatePublic(
            new X509EncodedKeySpec(
                SubjectPublicKeyInfoFactory.createSubjectPublicKeyInfo(pair.getPublic())
                    .getEncoded())),
        factory.generatePrivate(
            new PKCS8EncodedKeySpec(
                PrivateKeyInfoFactory.createPrivateKeyInfo(pair.getPrivate()).getEncoded())));
  }

  private static KeyPair rsa(int bits) throws GeneralSecurityException {
    KeyPairGenerator generator = KeyPairGenerator.getInstance("RSA");
    generator.initialize(bits);
    return generator.generateKeyPair();
  }
}
