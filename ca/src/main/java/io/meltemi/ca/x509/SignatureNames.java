package io.meltemi.ca.x509;

import java.security.Key;
import java.security.interfaces.ECKey;

/** Which signature a key makes, in JCA's names. */
final class SignatureNames {
  private SignatureNames() {}

  /** SHA-256 as everybody, but a curve of 384 bits is not weakened by a shorter hash. */
  static String of(Key key) {
    if (key instanceof ECKey ec) {
      int bits = ec.getParams().getOrder().bitLength();
      return bits <= 256 ? "SHA256withECDSA" : bits <= 384 ? "SHA384withECDSA" : "SHA512withECDSA";
    }
    if (key.getAlgorithm().equals("RSA")) {
      return "SHA256withRSA";
    }
    throw new IllegalArgumentException(
        "Nothing is signed with a key of kind " + key.getAlgorithm());
  }
}
