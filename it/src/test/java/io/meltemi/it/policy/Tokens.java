package io.meltemi.it.policy;

import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.Signature;
import java.security.interfaces.RSAPublicKey;
import java.util.Base64;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/** An issuer of JSON web tokens, good ones and others. */
final class Tokens {

  private static final Base64.Encoder BASE64 = Base64.getUrlEncoder().withoutPadding();

  private static final byte[] SECRET =
      "a secret that everybody can read".getBytes(StandardCharsets.US_ASCII);

  private static final String SECRET_KEY =
      "{\"kty\":\"oct\",\"alg\":\"HS256\",\"kid\":\"secret\",\"k\":\""
          + BASE64.encodeToString(SECRET)
          + "\"}";

  private final KeyPair keys;
  private final String kid;

  private Tokens(KeyPair keys, String kid) {
    this.keys = keys;
    this.kid = kid;
  }

  static Tokens of(String kid) throws GeneralSecurityException {
    KeyPairGenerator generator = KeyPairGenerator.getInstance("RSA");
    generator.initialize(2048);
    return new Tokens(generator.generateKeyPair(), kid);
  }

  /** The public key as a JSON web key set. */
  String keySet() {
    RSAPublicKey key = (RSAPublicKey) keys.getPublic();
    return "{\"keys\":[{\"kty\":\"RSA\",\"alg\":\"RS256\",\"use\":\"sig\",\"kid\":\""
        + kid
        + "\",\"n\":\""
        + number(key.getModulus())
        + "\",\"e\":\""
        + number(key.getPublicExponent())
        + "\"}]}";
  }

  /** A good one; {@code claims} is the inside of a JSON object. */
  String token(String claims) throws GeneralSecurityException {
    return token("{\"alg\":\"RS256\",\"typ\":\"JWT\",\"kid\":\"" + kid + "\"}", claims);
  }

  /** Signed with RS256 whatever the header says. */
  String token(String header, String claims) throws GeneralSecurityException {
    String signed = text(header) + "." + text("{" + claims + "}");
    Signature signature = Signature.getInstance("SHA256withRSA");
    signature.initSign(keys.getPrivate());
    signature.update(signed.getBytes(StandardCharsets.US_ASCII));
    return signed + "." + BASE64.encodeToString(signature.sign());
  }

  /** {@code alg: none}, and no signature. */
  static String unsigned(String claims) {
    return text("{\"alg\":\"none\"}") + "." + text("{" + claims + "}") + ".";
  }

  /** Signed with the public key as if it were a secret. */
  String confused(String claims) throws GeneralSecurityException {
    return withMac(kid, keys.getPublic().getEncoded(), claims);
  }

  /** A set whose one key is the secret of {@link #signedWithSecret}. */
  static String secretSet() {
    return "{\"keys\":[" + SECRET_KEY + "]}";
  }

  /** {@link #keySet} and that key. */
  String keySetWithSecret() {
    return keySet().replace("]}", "," + SECRET_KEY + "]}");
  }

  /** With HS256. */
  static String signedWithSecret(String claims) throws GeneralSecurityException {
    return withMac("secret", SECRET, claims);
  }

  private static String withMac(String kid, byte[] secret, String claims)
      throws GeneralSecurityException {
    String signed =
        text("{\"alg\":\"HS256\",\"kid\":\"" + kid + "\"}") + "." + text("{" + claims + "}");
    Mac mac = Mac.getInstance("HmacSHA256");
    mac.init(new SecretKeySpec(secret, "HmacSHA256"));
    return signed
        + "."
        + BASE64.encodeToString(mac.doFinal(signed.getBytes(StandardCharsets.US_ASCII)));
  }

  private static String text(String json) {
    return BASE64.encodeToString(json.getBytes(StandardCharsets.UTF_8));
  }

  private static String number(BigInteger number) {
    byte[] bytes = number.toByteArray();
    int from = bytes[0] == 0 ? 1 : 0;
    return BASE64.encodeToString(java.util.Arrays.copyOfRange(bytes, from, bytes.length));
  }
}
