package io.meltemi.ca.x509;

import com.google.common.collect.ImmutableMap;
import java.io.IOException;
import java.security.GeneralSecurityException;
import java.security.PublicKey;
import java.security.Signature;
import java.util.function.Supplier;
import org.bouncycastle.asn1.ASN1Encoding;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.pkcs.CertificationRequest;
import org.bouncycastle.asn1.pkcs.PKCSObjectIdentifiers;
import org.bouncycastle.asn1.x9.X9ObjectIdentifiers;
import org.bouncycastle.crypto.Digest;
import org.bouncycastle.crypto.digests.SHA256Digest;
import org.bouncycastle.crypto.digests.SHA384Digest;
import org.bouncycastle.crypto.digests.SHA512Digest;
import org.bouncycastle.crypto.signers.DSADigestSigner;
import org.bouncycastle.crypto.signers.ECDSASigner;
import org.bouncycastle.crypto.signers.StandardDSAEncoding;
import org.bouncycastle.crypto.util.PublicKeyFactory;

/**
 * Whether a certificate request is signed with the key that it brings.
 *
 * <p>ECDSA is verified by BouncyCastle, in less than half of the JDK's time; RSA by the JDK.
 */
final class SelfSignature {
  // SHA-1 and MD5 are left out: a forged self-signature would prove nothing.
  private static final ImmutableMap<ASN1ObjectIdentifier, Supplier<Digest>> ECDSA =
      ImmutableMap.of(
          X9ObjectIdentifiers.ecdsa_with_SHA256, SHA256Digest::new,
          X9ObjectIdentifiers.ecdsa_with_SHA384, SHA384Digest::new,
          X9ObjectIdentifiers.ecdsa_with_SHA512, SHA512Digest::new);
  private static final ImmutableMap<ASN1ObjectIdentifier, String> RSA =
      ImmutableMap.of(
          PKCSObjectIdentifiers.sha256WithRSAEncryption, "SHA256withRSA",
          PKCSObjectIdentifiers.sha384WithRSAEncryption, "SHA384withRSA",
          PKCSObjectIdentifiers.sha512WithRSAEncryption, "SHA512withRSA");

  private SelfSignature() {}

  static void verify(CertificationRequest request, PublicKey key) throws CsrRefused {
    ASN1ObjectIdentifier algorithm = request.getSignatureAlgorithm().getAlgorithm();
    if (!ECDSA.containsKey(algorithm) && !RSA.containsKey(algorithm)) {
      throw new CsrRefused(
          "the CSR is signed with an algorithm other than SHA-2 with ECDSA or RSA");
    }
    try {
      byte[] signed = request.getCertificationRequestInfo().getEncoded(ASN1Encoding.DER);
      byte[] signature = request.getSignature().getOctets();
      Supplier<Digest> digest = ECDSA.get(algorithm);
      if (digest == null
          ? verifyRsa(String.valueOf(RSA.get(algorithm)), key, signed, signature)
          : verifyEcdsa(digest.get(), key, signed, signature)) {
        return;
      }
    } catch (GeneralSecurityException | IOException | RuntimeException _) {
      // Malformed signatures throw, wrong ones do not; to the caller they are the same.
    }
    throw new CsrRefused("the CSR's signature is not of its own key");
  }

  private static boolean verifyEcdsa(Digest digest, PublicKey key, byte[] signed, byte[] signature)
      throws IOException {
    DSADigestSigner verifier =
        new DSADigestSigner(new ECDSASigner(), digest, StandardDSAEncoding.INSTANCE);
    verifier.init(false, PublicKeyFactory.createKey(key.getEncoded()));
    verifier.update(signed, 0, signed.length);
    return verifier.verifySignature(signature);
  }

  private static boolean verifyRsa(String algorithm, PublicKey key, byte[] signed, byte[] signature)
      throws GeneralSecurityException {
    Signature verifier = Signature.getInstance(algorithm);
    verifier.initVerify(key);
    verifier.update(signed);
    return verifier.verify(signature);
  }
}
