package io.meltemi.translator.model;

import com.google.protobuf.ByteString;
import java.security.GeneralSecurityException;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.Signature;
import java.security.cert.Certificate;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.security.interfaces.ECPublicKey;
import java.security.interfaces.RSAPrivateKey;
import java.security.interfaces.RSAPublicKey;
import java.util.Collection;
import java.util.Optional;

/**
 * Whether PEM is what it should be: Envoy refuses a secret that is not, and everything that waits
 * for it waits for ever. The answers say what is wrong and show nothing of the contents.
 */
final class PemCheck {

  private static final byte[] SAMPLE = {1, 2, 3, 4};

  private PemCheck() {}

  /** Whether there are certificates, and the key of the first. */
  static Optional<String> pair(ByteString chain, ByteString key) {
    Optional<String> problem = certificates(chain);
    if (problem.isPresent()) {
      return problem;
    }
    try {
      PublicKey certified = read(chain).iterator().next().getPublicKey();
      Optional<PrivateKey> secret = PemKey.read(key);
      if (secret.isEmpty()) {
        return Optional.of("has a key that is no unencrypted RSA or EC key in PEM");
      }
      return belongTogether(certified, secret.get())
          ? Optional.empty()
          : Optional.of("has a key that is not its certificate's");
    } catch (GeneralSecurityException e) {
      return Optional.of("has a key that cannot be used");
    }
  }

  static Optional<String> certificates(ByteString pem) {
    try {
      return read(pem).isEmpty()
          ? Optional.of("has no certificate in PEM where one should be")
          : Optional.empty();
    } catch (GeneralSecurityException _) {
      return Optional.of("has a certificate that cannot be read");
    }
  }

  /** Nothing is wrong with none. */
  static Optional<String> revocations(ByteString pem) {
    if (pem.isEmpty()) {
      return Optional.empty();
    }
    try {
      return CertificateFactory.getInstance("X.509").generateCRLs(pem.newInput()).isEmpty()
          ? Optional.of("has no revocation list in PEM where one should be")
          : Optional.empty();
    } catch (GeneralSecurityException _) {
      return Optional.of("has a revocation list that cannot be read");
    }
  }

  private static Collection<X509Certificate> read(ByteString pem) throws GeneralSecurityException {
    Collection<? extends Certificate> all =
        CertificateFactory.getInstance("X.509").generateCertificates(pem.newInput());
    return all.stream().map(X509Certificate.class::cast).toList();
  }

  private static boolean belongTogether(PublicKey certified, PrivateKey secret)
      throws GeneralSecurityException {
    if (certified instanceof RSAPublicKey open && secret instanceof RSAPrivateKey closed) {
      return open.getModulus().equals(closed.getModulus());
    }
    if (!(certified instanceof ECPublicKey)
        || !certified.getAlgorithm().equals(secret.getAlgorithm())) {
      return false;
    }
    Signature signing = Signature.getInstance("SHA256withECDSA");
    signing.initSign(secret);
    signing.update(SAMPLE);
    byte[] signed = signing.sign();
    Signature verifying = Signature.getInstance("SHA256withECDSA");
    verifying.initVerify(certified);
    verifying.update(SAMPLE);
    return verifying.verify(signed);
  }
}
