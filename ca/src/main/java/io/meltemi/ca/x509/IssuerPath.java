package io.meltemi.ca.x509;

import com.google.common.collect.ImmutableList;
import java.security.GeneralSecurityException;
import java.security.PrivateKey;
import java.security.Signature;
import java.security.cert.CertPathBuilder;
import java.security.cert.CertStore;
import java.security.cert.Certificate;
import java.security.cert.CollectionCertStoreParameters;
import java.security.cert.PKIXBuilderParameters;
import java.security.cert.PKIXCertPathBuilderResult;
import java.security.cert.TrustAnchor;
import java.security.cert.X509CertSelector;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.Collection;
import java.util.Date;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Makes an issuer of a user's files, if they fit together: the key is the certificate's, the
 * certificate may sign others, and a chain of valid certificates leads from it to one of the roots.
 */
public final class IssuerPath {
  private IssuerPath() {}

  /**
   * Checks and orders.
   *
   * @param own the issuer's certificate
   * @param others certificates in between, cross-signed ones too, in any order; roots among them
   *     are left out
   * @throws MalformedPem naming what does not fit
   */
  public static Issuer of(
      PrivateKey key,
      X509Certificate own,
      Collection<X509Certificate> others,
      List<X509Certificate> roots,
      Instant now)
      throws MalformedPem {
    if (!isPair(key, own)) {
      throw new MalformedPem("the CA's private key does not belong to its certificate");
    }
    if (own.getBasicConstraints() < 0) {
      throw new MalformedPem("the CA's certificate is not one of a CA");
    }
    boolean[] usage = own.getKeyUsage();
    if (usage != null && !usage[5]) {
      throw new MalformedPem("the CA's certificate may not sign certificates (key usage)");
    }
    checkNow(own, now);
    if (roots.contains(own)) {
      return Issuer.root(key, own);
    }
    PKIXCertPathBuilderResult result = build(own, others, roots, now);
    Set<X509Certificate> sent = new LinkedHashSet<>();
    Instant end = own.getNotAfter().toInstant();
    for (Certificate certificate : result.getCertPath().getCertificates()) {
      end = earlier(end, ((X509Certificate) certificate).getNotAfter().toInstant());
      sent.add((X509Certificate) certificate);
    }
    others.stream().filter(other -> !isSelfSigned(other)).forEach(sent::add);
    roots.forEach(sent::remove);
    X509Certificate root = result.getTrustAnchor().getTrustedCert();
    return new Issuer(
        key, own, ImmutableList.copyOf(sent), root, earlier(end, root.getNotAfter().toInstant()));
  }

  private static void checkNow(X509Certificate own, Instant now) throws MalformedPem {
    if (!own.getNotAfter().toInstant().isAfter(now)) {
      throw new MalformedPem("the CA's certificate ended at " + own.getNotAfter().toInstant());
    }
    if (own.getNotBefore().toInstant().isAfter(now)) {
      throw new MalformedPem(
          "the CA's certificate is not valid before " + own.getNotBefore().toInstant());
    }
  }

  private static PKIXCertPathBuilderResult build(
      X509Certificate own,
      Collection<X509Certificate> others,
      List<X509Certificate> roots,
      Instant now)
      throws MalformedPem {
    // The JDK does not look at a trust anchor's own dates.
    Set<TrustAnchor> anchors =
        roots.stream()
            .filter(root -> root.getNotAfter().toInstant().isAfter(now))
            .map(root -> new TrustAnchor(root, null))
            .collect(Collectors.toSet());
    if (anchors.isEmpty()) {
      throw new MalformedPem("every root certificate has ended, or there is none");
    }
    try {
      X509CertSelector target = new X509CertSelector();
      target.setCertificate(own);
      PKIXBuilderParameters parameters = new PKIXBuilderParameters(anchors, target);
      parameters.setRevocationEnabled(false);
      parameters.setDate(Date.from(now));
      parameters.addCertStore(
          CertStore.getInstance(
              "Collection",
              new CollectionCertStoreParameters(
                  ImmutableList.<X509Certificate>builder().add(own).addAll(others).build())));
      return (PKIXCertPathBuilderResult) CertPathBuilder.getInstance("PKIX").build(parameters);
    } catch (GeneralSecurityException _) {
      throw new MalformedPem(
          "no chain of valid certificates leads from the CA's certificate to a root certificate");
    }
  }

  private static boolean isPair(PrivateKey key, X509Certificate certificate) {
    byte[] text = {1, 2, 3};
    try {
      Signature signature = Signature.getInstance(SignatureNames.of(key));
      signature.initSign(key);
      signature.update(text);
      byte[] signed = signature.sign();
      signature.initVerify(certificate.getPublicKey());
      signature.update(text);
      return signature.verify(signed);
    } catch (GeneralSecurityException | IllegalArgumentException _) {
      // A key of another kind than the certificate's.
      return false;
    }
  }

  private static boolean isSelfSigned(X509Certificate certificate) {
    return certificate.getSubjectX500Principal().equals(certificate.getIssuerX500Principal());
  }

  private static Instant earlier(Instant one, Instant other) {
    return one.isBefore(other) ? one : other;
  }
}
