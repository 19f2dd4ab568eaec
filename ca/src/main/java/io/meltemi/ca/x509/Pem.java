package io.meltemi.ca.x509;

import com.google.common.collect.ImmutableList;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PrivateKey;
import java.security.cert.CRLException;
import java.security.cert.CertificateEncodingException;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509CRL;
import java.security.cert.X509Certificate;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.Base64;
import org.bouncycastle.asn1.ASN1Sequence;
import org.bouncycastle.asn1.pkcs.PKCSObjectIdentifiers;
import org.bouncycastle.asn1.pkcs.PrivateKeyInfo;
import org.bouncycastle.asn1.sec.ECPrivateKey;
import org.bouncycastle.asn1.x509.AlgorithmIdentifier;
import org.bouncycastle.asn1.x9.X9ObjectIdentifiers;

/**
 * Reads and writes PEM (RFC 7468), strictly: what stands between two blocks may be comments, but a
 * block that is not closed, or not base64, is an error and never skipped. Messages name what is
 * wrong and never quote what was read.
 */
public final class Pem {
  public static final String CERTIFICATE = "CERTIFICATE";
  public static final String CRL = "X509 CRL";
  public static final String PRIVATE_KEY = "PRIVATE KEY";

  private static final String BEGIN = "-----BEGIN ";
  private static final String END = "-----END ";
  private static final String DASHES = "-----";

  private Pem() {}

  /** All blocks of a text, in its order. */
  public static ImmutableList<PemBlock> blocks(String text) throws MalformedPem {
    ImmutableList.Builder<PemBlock> blocks = ImmutableList.builder();
    int at = text.indexOf(BEGIN);
    while (at >= 0) {
      int labelEnd = text.indexOf(DASHES, at + BEGIN.length());
      if (labelEnd < 0) {
        throw new MalformedPem("a BEGIN line is not closed");
      }
      String label = text.substring(at + BEGIN.length(), labelEnd);
      if (label.length() > 64
          || !label
              .chars()
              .allMatch(c -> c == ' ' || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9'))) {
        throw new MalformedPem("a BEGIN line has a strange label");
      }
      String endLine = END + label + DASHES;
      int end = text.indexOf(endLine, labelEnd + DASHES.length());
      if (end < 0) {
        throw new MalformedPem("a block " + label + " has no END line");
      }
      blocks.add(
          new PemBlock(label, decode(label, text.substring(labelEnd + DASHES.length(), end))));
      at = text.indexOf(BEGIN, end + endLine.length());
    }
    return blocks.build();
  }

  private static byte[] decode(String label, String body) throws MalformedPem {
    StringBuilder base64 = new StringBuilder(body.length());
    for (int i = 0; i < body.length(); i++) {
      char c = body.charAt(i);
      if (c != '\n' && c != '\r' && c != ' ' && c != '\t') {
        base64.append(c);
      }
    }
    try {
      return Base64.getDecoder().decode(base64.toString());
    } catch (IllegalArgumentException _) {
      throw new MalformedPem("a block " + label + " is not base64");
    }
  }

  /** All certificates of a text; a block of another kind is an error. */
  public static ImmutableList<X509Certificate> certificates(String text) throws MalformedPem {
    ImmutableList.Builder<X509Certificate> certificates = ImmutableList.builder();
    for (PemBlock block : blocks(text)) {
      if (!block.label().equals(CERTIFICATE)) {
        throw new MalformedPem("a block " + block.label() + " stands where certificates belong");
      }
      certificates.add(certificate(block.der()));
    }
    return certificates.build();
  }

  /** All revocation lists of a text; a block of another kind is an error. */
  public static ImmutableList<X509CRL> revocationLists(String text) throws MalformedPem {
    ImmutableList.Builder<X509CRL> lists = ImmutableList.builder();
    for (PemBlock block : blocks(text)) {
      if (!block.label().equals(CRL)) {
        throw new MalformedPem("a block " + block.label() + " stands where a CRL belongs");
      }
      try {
        lists.add(
            (X509CRL)
                CertificateFactory.getInstance("X.509")
                    .generateCRL(new ByteArrayInputStream(block.der())));
      } catch (CertificateException | CRLException _) {
        throw new MalformedPem("a CRL cannot be read");
      }
    }
    return lists.build();
  }

  /** One certificate from its DER form. */
  public static X509Certificate certificate(byte[] der) throws MalformedPem {
    try {
      return (X509Certificate)
          CertificateFactory.getInstance("X.509")
              .generateCertificate(new ByteArrayInputStream(der));
    } catch (CertificateException _) {
      throw new MalformedPem("a certificate cannot be read");
    }
  }

  /** The one private key of a text: PKCS #8, PKCS #1 (RSA) or SEC 1 (EC), not encrypted. */
  public static PrivateKey privateKey(String text) throws MalformedPem {
    ImmutableList<PemBlock> blocks =
        blocks(text).stream()
            .filter(block -> !block.label().equals("EC PARAMETERS"))
            .collect(ImmutableList.toImmutableList());
    if (blocks.size() != 1) {
      throw new MalformedPem(
          "there must be exactly one private key, but there are " + blocks.size());
    }
    PemBlock block = blocks.getFirst();
    try {
      PrivateKeyInfo info =
          switch (block.label()) {
            case PRIVATE_KEY -> PrivateKeyInfo.getInstance(block.der());
            case "EC PRIVATE KEY" -> sec1(block.der());
            case "RSA PRIVATE KEY" ->
                new PrivateKeyInfo(
                    new AlgorithmIdentifier(PKCSObjectIdentifiers.rsaEncryption),
                    ASN1Sequence.getInstance(block.der()));
            case "ENCRYPTED PRIVATE KEY" ->
                throw new MalformedPem("an encrypted key is of no use here");
            // Any other label is a user's mistake, not an arm of ours.
            default -> throw new MalformedPem("a block " + block.label() + " is not a private key");
          };
      String algorithm =
          info.getPrivateKeyAlgorithm().getAlgorithm().equals(X9ObjectIdentifiers.id_ecPublicKey)
              ? "EC"
              : "RSA";
      return KeyFactory.getInstance(algorithm)
          .generatePrivate(new PKCS8EncodedKeySpec(info.getEncoded()));
    } catch (GeneralSecurityException | IOException | RuntimeException _) {
      // BouncyCastle throws whatever its parsers throw, and it may quote what it read: a key.
      throw new MalformedPem("the private key cannot be read; it must be EC or RSA");
    }
  }

  private static PrivateKeyInfo sec1(byte[] der) throws IOException {
    ECPrivateKey key = ECPrivateKey.getInstance(der);
    return new PrivateKeyInfo(
        new AlgorithmIdentifier(X9ObjectIdentifiers.id_ecPublicKey, key.getParametersObject()),
        key);
  }

  public static String write(X509Certificate certificate) {
    try {
      return PemBlock.write(CERTIFICATE, certificate.getEncoded());
    } catch (CertificateEncodingException e) {
      throw new IllegalStateException("A certificate that was read has no encoding", e);
    }
  }

  public static String write(X509CRL list) {
    try {
      return PemBlock.write(CRL, list.getEncoded());
    } catch (CRLException e) {
      throw new IllegalStateException("A CRL that was read has no encoding", e);
    }
  }

  public static String writeCertificate(byte[] der) {
    return PemBlock.write(CERTIFICATE, der);
  }

  /** PKCS #8, not encrypted: for a file of mode 0600 or a secret over a verified stream. */
  public static String write(PrivateKey key) {
    return PemBlock.write(PRIVATE_KEY, key.getEncoded());
  }
}
