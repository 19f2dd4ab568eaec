package io.meltemi.ca.x509;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.math.BigInteger;
import java.security.KeyFactory;
import java.security.KeyPair;
import java.security.spec.RSAKeyGenParameterSpec;
import java.security.spec.RSAPublicKeySpec;
import java.util.Base64;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

final class CertificateSigningRequestTest {
  private static final KeyPair P256 = KeyType.P256.generate();

  @ParameterizedTest
  @ValueSource(strings = {"secp256r1", "secp384r1"})
  void ecKeysOnUsualCurvesAreTaken(String curve) throws Exception {
    KeyPair keys = Csrs.ec(curve);
    assertThat(CertificateSigningRequest.parse(Csrs.proper(keys)).key())
        .isEqualTo(keys.getPublic());
  }

  @Test
  void rsaKeysOf2048BitsAreTaken() throws Exception {
    KeyPair keys = Csrs.rsa(2048);
    assertThat(CertificateSigningRequest.parse(Csrs.proper(keys)).key())
        .isEqualTo(keys.getPublic());
  }

  @Test
  void whatARequestWishesForIsNotRead() throws Exception {
    String csr = Csrs.greedy(P256, "spiffe://cluster.local/ns/istio-system/sa/istiod");
    assertThat(CertificateSigningRequest.parse(csr).key()).isEqualTo(P256.getPublic());
  }

  @Test
  void zerosAndOtherAlphabetsInTheSubjectDoNoHarm() throws Exception {
    assertThat(
            CertificateSigningRequest.parse(Csrs.withSubject(P256, "CN=a\u0000b\\,ä\u202e")).key())
        .isEqualTo(P256.getPublic());
  }

  record Refusal(String what, String pem, String says) {
    @Override
    public String toString() {
      return what;
    }
  }

  static Stream<Refusal> refusals() throws Exception {
    String proper = Csrs.proper(P256);
    String body = proper.lines().filter(l -> !l.startsWith("-")).reduce("", String::concat);
    byte[] der = Base64.getDecoder().decode(body);
    byte[] flipped = der.clone();
    flipped[flipped.length - 3] ^= 1;
    byte[] longer = java.util.Arrays.copyOf(der, der.length + 1);
    return Stream.of(
        new Refusal("nothing", "", "exactly one PEM block, but there are 0"),
        new Refusal("text", "hello", "exactly one PEM block"),
        new Refusal("two", proper + proper, "but there are 2"),
        new Refusal("a certificate", pem("CERTIFICATE", der), "not a CERTIFICATE REQUEST"),
        new Refusal("no end", proper.substring(0, proper.length() - 40), "no END line"),
        new Refusal("not base64", proper.replace("MII", "M*I").replace("MIH", "M*H"), "not base64"),
        new Refusal("dashes shared", "-----BEGIN A-----END A-----", "no END line"),
        new Refusal("not DER", pem("CERTIFICATE REQUEST", new byte[] {1, 2, 3}), "not a PKCS #10"),
        new Refusal("bytes behind", pem("CERTIFICATE REQUEST", longer), "not a PKCS #10"),
        new Refusal("huge", proper + " ".repeat(20_000), "longer than 16384"),
        new Refusal("deep", pem("CERTIFICATE REQUEST", nested(10_000)), "not a PKCS #10"),
        new Refusal("wrong signature", pem("CERTIFICATE REQUEST", flipped), "signature"),
        new Refusal("another's key", Csrs.forOthersKey(Csrs.ec("secp256r1"), P256), "signature"),
        new Refusal("RSA-1024", Csrs.proper(Csrs.rsa(1024)), "1024 bits"),
        new Refusal("P-521", Csrs.proper(Csrs.ec("secp521r1")), "curve"),
        new Refusal("SHA-1", Csrs.signedWith(P256, "SHA1withECDSA"), "SHA-2"),
        new Refusal(
            "Ed25519",
            Csrs.signedWith(
                java.security.KeyPairGenerator.getInstance("Ed25519").generateKeyPair(), "Ed25519"),
            "neither EC nor RSA"),
        new Refusal("NUL", "\u0000" + proper.replace("REQUEST", "REQ\u0000EST"), "strange label"));
  }

  @ParameterizedTest
  @MethodSource("refusals")
  void aBadRequestIsRefusedAndTheMessageNamesWhatIsWrong(Refusal refusal) {
    assertThatExceptionOfType(CsrRefused.class)
        .isThrownBy(() -> CertificateSigningRequest.parse(refusal.pem()))
        .withMessageContaining(refusal.says());
  }

  /** Whatever they are signed with: that is looked at later. */
  @Test
  void aKeyThatCostsSecondsIsRefused() throws Exception {
    BigInteger modulus = BigInteger.ONE.shiftLeft(2047).setBit(0);
    refused(new RSAPublicKeySpec(modulus, BigInteger.ONE.shiftLeft(2000).setBit(0)), "exponent");
    refused(new RSAPublicKeySpec(modulus, BigInteger.valueOf(4)), "exponent");
    refused(
        new RSAPublicKeySpec(BigInteger.ONE.shiftLeft(16_000).setBit(0), RSAKeyGenParameterSpec.F4),
        "16001 bits");
  }

  private static void refused(RSAPublicKeySpec key, String says) throws Exception {
    KeyPair strange =
        new KeyPair(KeyFactory.getInstance("RSA").generatePublic(key), P256.getPrivate());
    assertThatExceptionOfType(CsrRefused.class)
        .isThrownBy(
            () -> CertificateSigningRequest.parse(Csrs.signedWith(strange, "SHA256withECDSA")))
        .withMessageContaining(says);
  }

  private static String pem(String label, byte[] der) {
    return new PemBlock(label, der).text();
  }

  /** Sequences in sequences. */
  private static byte[] nested(int depth) {
    byte[] der = new byte[depth];
    for (int i = 0; i + 1 < depth; i += 2) {
      der[i] = 0x30;
      der[i + 1] = (byte) 0x80;
    }
    return der;
  }
}
