package io.meltemi.ca.x509;

import com.google.common.collect.ImmutableList;
import java.io.IOException;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PublicKey;
import java.security.interfaces.ECPublicKey;
import java.security.interfaces.RSAPublicKey;
import java.security.spec.X509EncodedKeySpec;
import org.bouncycastle.asn1.ASN1Encoding;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.pkcs.CertificationRequest;
import org.bouncycastle.asn1.pkcs.PKCSObjectIdentifiers;
import org.bouncycastle.asn1.x509.SubjectPublicKeyInfo;
import org.bouncycastle.asn1.x9.X9ObjectIdentifiers;

/**
 * A request for a certificate (PKCS #10), of which only the public key counts: the caller proves
 * with the request's own signature that the private key is theirs. Subject, names, CA flag, usages
 * are not even read.
 */
public record CertificateSigningRequest(PublicKey key) {
  /** Characters of PEM. A request for an RSA key of 8192 bits has some 3,000. */
  public static final int MAX_LENGTH = 16 * 1024;

  private static final int MIN_RSA_BITS = 2048;
  private static final int MAX_RSA_BITS = 8192;

  /** Reads and verifies one PEM block. */
  public static CertificateSigningRequest parse(String pem) throws CsrRefused {
    if (pem.length() > MAX_LENGTH) {
      throw new CsrRefused("the CSR is longer than " + MAX_LENGTH + " characters");
    }
    CertificationRequest request = decode(pem);
    SubjectPublicKeyInfo info = request.getCertificationRequestInfo().getSubjectPublicKeyInfo();
    PublicKey key = publicKey(info);
    SelfSignature.verify(request, key);
    return new CertificateSigningRequest(key);
  }

  private static CertificationRequest decode(String pem) throws CsrRefused {
    ImmutableList<PemBlock> blocks;
    try {
      blocks = Pem.blocks(pem);
    } catch (MalformedPem e) {
      throw new CsrRefused("the CSR is not PEM: " + e.getMessage());
    }
    if (blocks.size() != 1) {
      throw new CsrRefused("the CSR must be exactly one PEM block, but there are " + blocks.size());
    }
    PemBlock block = blocks.getFirst();
    if (!block.label().equals("CERTIFICATE REQUEST")
        && !block.label().equals("NEW CERTIFICATE REQUEST")) {
      throw new CsrRefused("the PEM block is a " + block.label() + ", not a CERTIFICATE REQUEST");
    }
    try {
      return CertificationRequest.getInstance(block.der());
    } catch (RuntimeException _) {
      // BouncyCastle reads lazily and throws whatever its parsers throw; all of it means this.
      throw new CsrRefused("the CSR is not a PKCS #10 request");
    }
  }

  private static PublicKey publicKey(SubjectPublicKeyInfo info) throws CsrRefused {
    ASN1ObjectIdentifier algorithm = info.getAlgorithm().getAlgorithm();
    try {
      if (algorithm.equals(X9ObjectIdentifiers.id_ecPublicKey)) {
        return checked((ECPublicKey) decode("EC", info));
      }
      if (algorithm.equals(PKCSObjectIdentifiers.rsaEncryption)) {
        return checked((RSAPublicKey) decode("RSA", info));
      }
    } catch (GeneralSecurityException | IOException | RuntimeException _) {
      throw new CsrRefused("the public key of the CSR cannot be read, or its curve is not known");
    }
    throw new CsrRefused("the public key of the CSR is neither EC nor RSA");
  }

  private static PublicKey decode(String algorithm, SubjectPublicKeyInfo info)
      throws GeneralSecurityException, IOException {
    return KeyFactory.getInstance(algorithm)
        .generatePublic(new X509EncodedKeySpec(info.getEncoded(ASN1Encoding.DER)));
  }

  private static PublicKey checked(ECPublicKey key) throws CsrRefused {
    int bits = key.getParams().getOrder().bitLength();
    if (bits != 256 && bits != 384) {
      throw new CsrRefused("the EC key of the CSR is on a curve other than P-256 and P-384");
    }
    return key;
  }

  private static PublicKey checked(RSAPublicKey key) throws CsrRefused {
    int bits = key.getModulus().bitLength();
    if (bits < MIN_RSA_BITS || bits > MAX_RSA_BITS) {
      throw new CsrRefused(
          "the RSA key of the CSR has "
              + bits
              + " bits; it must have "
              + MIN_RSA_BITS
              + " to "
              + MAX_RSA_BITS);
    }
    // A huge exponent makes one verification cost seconds; a small or even one is no RSA key.
    if (key.getPublicExponent().bitLength() > 64
        || !key.getPublicExponent().testBit(0)
        || key.getPublicExponent().bitLength() < 2) {
      throw new CsrRefused("the RSA key of the CSR has a strange exponent");
    }
    return key;
  }
}
