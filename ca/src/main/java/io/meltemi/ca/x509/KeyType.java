package io.meltemi.ca.x509;

import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.spec.ECGenParameterSpec;

/** Kinds of keys that we make ourselves. */
public enum KeyType {
  P256,
  RSA2048,
  RSA4096;

  /** A fresh pair. RSA takes up to seconds. */
  public KeyPair generate() {
    try {
      return switch (this) {
        case P256 -> {
          KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
          generator.initialize(new ECGenParameterSpec("secp256r1"));
          yield generator.generateKeyPair();
        }
        case RSA2048 -> rsa(2048);
        case RSA4096 -> rsa(4096);
      };
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("Every JDK makes EC and RSA keys", e);
    }
  }

  private static KeyPair rsa(int bits) throws GeneralSecurityException {
    KeyPairGenerator generator = KeyPairGenerator.getInstance("RSA");
    generator.initialize(bits);
    return generator.generateKeyPair();
  }
}
