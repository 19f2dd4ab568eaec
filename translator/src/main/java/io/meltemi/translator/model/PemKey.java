package io.meltemi.translator.model;

import com.google.common.base.CharMatcher;
import com.google.common.io.BaseEncoding;
import com.google.common.primitives.Bytes;
import com.google.protobuf.ByteString;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PrivateKey;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.Optional;

/**
 * Private keys in the three forms that tools write: PKCS #8 ({@code PRIVATE KEY}), PKCS #1 ({@code
 * RSA PRIVATE KEY}) and SEC 1 ({@code EC PRIVATE KEY}). The JDK reads the first; the others are put
 * inside of it.
 */
final class PemKey {

  /** {@code AlgorithmIdentifier}s in DER: rsaEncryption, and id-ecPublicKey with a curve. */
  private static final byte[] RSA = hex("300d06092a864886f70d0101010500");

  private static final byte[] P256 = hex("301306072a8648ce3d020106082a8648ce3d030107");
  private static final byte[] P384 = hex("301006072a8648ce3d020106052b81040022");
  private static final byte[] P521 = hex("301006072a8648ce3d020106052b81040023");

  private static final byte[] VERSION_0 = hex("020100");

  /** {@code SEQUENCE} and {@code OCTET STRING}. */
  private static final int SEQUENCE = 0x30;

  private static final int OCTETS = 0x04;

  private PemKey() {}

  /** The first key there; empty if it is none of these, or encrypted. */
  static Optional<PrivateKey> read(ByteString pem) {
    String text = pem.toString(StandardCharsets.US_ASCII);
    return block(text, "PRIVATE KEY")
        .flatMap(der -> key("RSA", der).or(() -> key("EC", der)))
        .or(() -> block(text, "RSA PRIVATE KEY").flatMap(der -> key("RSA", wrapped(RSA, der))))
        .or(
            () ->
                block(text, "EC PRIVATE KEY")
                    .flatMap(
                        der ->
                            key("EC", wrapped(P256, der))
                                .or(() -> key("EC", wrapped(P384, der)))
                                .or(() -> key("EC", wrapped(P521, der)))));
  }

  private static Optional<byte[]> block(String text, String label) {
    String begin = "-----BEGIN " + label + "-----";
    int start = text.indexOf(begin);
    int end = start < 0 ? -1 : text.indexOf("-----END " + label + "-----", start);
    if (end < 0) {
      return Optional.empty();
    }
    String body = text.substring(start + begin.length(), end);
    String digits = CharMatcher.whitespace().removeFrom(body);
    return BaseEncoding.base64().canDecode(digits)
        ? Optional.of(BaseEncoding.base64().decode(digits))
        : Optional.empty();
  }

  private static Optional<PrivateKey> key(String algorithm, byte[] pkcs8) {
    try {
      return Optional.of(
          KeyFactory.getInstance(algorithm).generatePrivate(new PKCS8EncodedKeySpec(pkcs8)));
    } catch (GeneralSecurityException _) {
      return Optional.empty();
    }
  }

  private static byte[] wrapped(byte[] algorithm, byte[] key) {
    return tagged(SEQUENCE, Bytes.concat(VERSION_0, algorithm, tagged(OCTETS, key)));
  }

  private static byte[] tagged(int tag, byte[] content) {
    int length = content.length;
    byte[] head =
        length < 0x80
            ? new byte[] {(byte) tag, (byte) length}
            : length < 0x100
                ? new byte[] {(byte) tag, (byte) 0x81, (byte) length}
                : new byte[] {(byte) tag, (byte) 0x82, (byte) (length >> 8), (byte) length};
    return Bytes.concat(head, content);
  }

  private static byte[] hex(String digits) {
    return BaseEncoding.base16().lowerCase().decode(digits);
  }
}
