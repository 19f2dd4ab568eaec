package io.meltemi.it.backend;

import io.meltemi.ca.x509.MalformedPem;
import io.meltemi.ca.x509.Pem;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.security.cert.Certificate;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.util.Collection;
import javax.net.ssl.KeyManager;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManager;
import javax.net.ssl.TrustManagerFactory;

/** The JDK's TLS with keys and certificates in PEM. */
public final class PemTls {

  private static final char[] NO_PASSWORD = {};

  private PemTls() {}

  /** Believes whom one of these roots has signed, and shows nothing. */
  public static SSLContext trusting(String rootsPem) throws GeneralSecurityException, IOException {
    return context(new KeyManager[0], trust(rootsPem));
  }

  /** The same, and shows a certificate. */
  public static SSLContext showing(String chainPem, String keyPem, String rootsPem)
      throws GeneralSecurityException, IOException {
    return context(keys(chainPem, keyPem), trust(rootsPem));
  }

  /** The same towards any server, also one that asks for somebody else's signature. */
  public static SSLContext insisting(String chainPem, String keyPem, String rootsPem)
      throws GeneralSecurityException, IOException {
    return context(
        new KeyManager[] {
          new InsistentKeyManager(
              key(keyPem), certificates(chainPem).toArray(X509Certificate[]::new))
        },
        trust(rootsPem));
  }

  public static Collection<? extends Certificate> certificates(String pem)
      throws GeneralSecurityException {
    return CertificateFactory.getInstance("X.509")
        .generateCertificates(new ByteArrayInputStream(pem.getBytes(StandardCharsets.US_ASCII)));
  }

  private static SSLContext context(KeyManager[] keys, TrustManager[] trust)
      throws GeneralSecurityException {
    SSLContext context = SSLContext.getInstance("TLS");
    context.init(keys, trust, null);
    return context;
  }

  private static TrustManager[] trust(String pem) throws GeneralSecurityException, IOException {
    KeyStore roots = empty();
    int number = 0;
    for (Certificate root : certificates(pem)) {
      roots.setCertificateEntry("root-" + number++, root);
    }
    TrustManagerFactory managers =
        TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
    managers.init(roots);
    return managers.getTrustManagers();
  }

  private static KeyManager[] keys(String chainPem, String keyPem)
      throws GeneralSecurityException, IOException {
    KeyStore own = empty();
    own.setKeyEntry(
        "own", key(keyPem), NO_PASSWORD, certificates(chainPem).toArray(new Certificate[0]));
    KeyManagerFactory managers =
        KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
    managers.init(own, NO_PASSWORD);
    return managers.getKeyManagers();
  }

  private static KeyStore empty() throws GeneralSecurityException, IOException {
    KeyStore store = KeyStore.getInstance("PKCS12");
    store.load(null, NO_PASSWORD);
    return store;
  }

  private static PrivateKey key(String pem) throws GeneralSecurityException {
    try {
      return Pem.privateKey(pem);
    } catch (MalformedPem e) {
      throw new GeneralSecurityException(e);
    }
  }
}
