package io.meltemi.translator.config;

import com.google.common.collect.ImmutableMap;
import com.google.common.io.BaseEncoding;
import com.google.protobuf.Struct;
import com.google.protobuf.Value;
import java.math.BigInteger;
import java.security.AlgorithmParameters;
import java.security.GeneralSecurityException;
import java.security.spec.ECFieldFp;
import java.security.spec.ECGenParameterSpec;
import java.security.spec.ECParameterSpec;
import java.util.Optional;

/** Whether a JSON web key (RFC 7518, 6; RFC 8037) is a public key that Envoy's BoringSSL takes. */
final class JwkCheck {

  private static final int SHORTEST_RSA = 1024;
  private static final int LONGEST_RSA = 8192;
  private static final int LONGEST_EXPONENT = 33;
  private static final int ED25519_BYTES = 32;

  private static final ImmutableMap<String, String> CURVES =
      ImmutableMap.of("P-256", "secp256r1", "P-384", "secp384r1", "P-521", "secp521r1");
  private static final ImmutableMap<String, String> ALGORITHMS =
      ImmutableMap.of("P-256", "ES256", "P-384", "ES384", "P-521", "ES512");

  private JwkCheck() {}

  /** What is wrong with it; absent if nothing is. */
  static Optional<String> problem(Struct key) {
    if (key.containsFields("d")) {
      return Optional.of("is a private key; publish the public one only");
    }
    String algorithm = text(key, "alg");
    return switch (text(key, "kty")) {
      case "RSA" -> rsa(key, algorithm);
      case "EC" -> ec(key, algorithm);
      case "OKP" -> okp(key, algorithm);
      case "oct" -> Optional.of("is a secret, which whoever can read the policy could sign with");
      default -> Optional.of("has no kty that is known: RSA, EC or OKP");
    };
  }

  private static Optional<String> rsa(Struct key, String algorithm) {
    if (!algorithm.isEmpty() && !algorithm.startsWith("RS") && !algorithm.startsWith("PS")) {
      return Optional.of("is an RSA key for " + algorithm);
    }
    BigInteger modulus = number(key, "n");
    BigInteger exponent = number(key, "e");
    boolean fits =
        modulus.bitLength() >= SHORTEST_RSA
            && modulus.bitLength() <= LONGEST_RSA
            && modulus.testBit(0)
            && exponent.testBit(0)
            && exponent.bitLength() >= 2
            && exponent.bitLength() <= LONGEST_EXPONENT;
    return fits
        ? Optional.empty()
        : Optional.of("has no n and e of an RSA key of 1024 to 8192 bits");
  }

  private static Optional<String> ec(Struct key, String algorithm) {
    String name = text(key, "crv");
    String curve = CURVES.getOrDefault(name, "");
    if (curve.isEmpty()) {
      return Optional.of("has no crv that is known: P-256, P-384 or P-521");
    }
    if (!algorithm.isEmpty() && !algorithm.equals(ALGORITHMS.get(name))) {
      return Optional.of("is a key on " + name + " for " + algorithm);
    }
    return isOnCurve(number(key, "x"), number(key, "y"), curve)
        ? Optional.empty()
        : Optional.of("has no x and y of a point on " + name);
  }

  private static Optional<String> okp(Struct key, String algorithm) {
    boolean fits =
        text(key, "crv").equals("Ed25519")
            && (algorithm.isEmpty() || algorithm.equals("EdDSA"))
            && bytes(key, "x").length == ED25519_BYTES;
    return fits ? Optional.empty() : Optional.of("has no x of an Ed25519 key");
  }

  private static boolean isOnCurve(BigInteger x, BigInteger y, String curve) {
    try {
      AlgorithmParameters parameters = AlgorithmParameters.getInstance("EC");
      parameters.init(new ECGenParameterSpec(curve));
      ECParameterSpec spec = parameters.getParameterSpec(ECParameterSpec.class);
      BigInteger p = ((ECFieldFp) spec.getCurve().getField()).getP();
      BigInteger right =
          x.pow(3).add(spec.getCurve().getA().multiply(x)).add(spec.getCurve().getB()).mod(p);
      return x.signum() > 0
          && y.signum() > 0
          && x.compareTo(p) < 0
          && y.compareTo(p) < 0
          && y.pow(2).mod(p).equals(right);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every Java knows " + curve, e);
    }
  }

  private static BigInteger number(Struct key, String field) {
    return new BigInteger(1, bytes(key, field));
  }

  /** Empty when it is not there, or not base64url. */
  private static byte[] bytes(Struct key, String field) {
    try {
      return BaseEncoding.base64Url().omitPadding().decode(text(key, field));
    } catch (IllegalArgumentException _) {
      return new byte[0];
    }
  }

  private static String text(Struct key, String field) {
    return key.getFieldsOrDefault(field, Value.getDefaultInstance()).getStringValue();
  }
}
