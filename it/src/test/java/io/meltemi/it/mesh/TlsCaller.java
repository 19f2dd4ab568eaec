package io.meltemi.it.mesh;

import com.google.common.io.BaseEncoding;
import com.google.common.net.HostAndPort;
import io.meltemi.it.backend.TestTls;
import java.io.BufferedReader;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.security.cert.CertificateFactory;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.Collection;
import java.util.List;
import javax.net.ssl.KeyManager;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SNIHostName;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.TrustManager;
import javax.net.ssl.TrustManagerFactory;

/** One HTTPS request over a connection of its own, to any address under any name. */
public final class TlsCaller {

  private static final int PATIENCE_MILLIS = 5000;
  private static final char[] NO_PASSWORD = {};

  private final SSLContext tls;

  private TlsCaller(SSLContext tls) {
    this.tls = tls;
  }

  /**
   * What came back.
   *
   * @param certificate of the server: its fingerprint's stand-in, its whole DER in hexadecimal
   */
  public record Answer(int status, String body, String certificate) {}

  /** Without a certificate; believes servers that one of these roots has signed. */
  public static TlsCaller trusting(String rootsPem) throws GeneralSecurityException, IOException {
    return new TlsCaller(context(new KeyManager[0], trust(rootsPem)));
  }

  /** Without a certificate; believes everybody. */
  public static TlsCaller trustingAll() throws GeneralSecurityException {
    return new TlsCaller(TestTls.trustingClient());
  }

  /** With a certificate. */
  public static TlsCaller showing(String chainPem, String keyPem, String rootsPem)
      throws GeneralSecurityException, IOException {
    return new TlsCaller(context(keys(chainPem, keyPem), trust(rootsPem)));
  }

  public Answer get(HostAndPort to, String host) throws IOException, GeneralSecurityException {
    try (Socket plain = new Socket()) {
      plain.setSoTimeout(PATIENCE_MILLIS);
      plain.connect(new InetSocketAddress(to.getHost(), to.getPort()), PATIENCE_MILLIS);
      try (SSLSocket socket =
          (SSLSocket) tls.getSocketFactory().createSocket(plain, host, to.getPort(), true)) {
        SSLParameters parameters = socket.getSSLParameters();
        parameters.setServerNames(List.of(new SNIHostName(host)));
        socket.setSSLParameters(parameters);
        socket.startHandshake();
        Certificate shown = socket.getSession().getPeerCertificates()[0];
        socket
            .getOutputStream()
            .write(
                ("GET / HTTP/1.1\r\nhost: " + host + "\r\nconnection: close\r\n\r\n")
                    .getBytes(StandardCharsets.US_ASCII));
        socket.getOutputStream().flush();
        return answer(socket, hex(shown));
      }
    }
  }

  /** As {@link Answer#certificate} has it. */
  public static String leaf(String chainPem) {
    try {
      return hex(certificates(chainPem).iterator().next());
    } catch (GeneralSecurityException e) {
      throw new IllegalArgumentException("no certificate", e);
    }
  }

  private static Answer answer(SSLSocket socket, String certificate) throws IOException {
    BufferedReader lines =
        new BufferedReader(new InputStreamReader(socket.getInputStream(), StandardCharsets.UTF_8));
    String status = lines.readLine();
    if (status == null) {
      throw new IOException("closed without an answer");
    }
    StringBuilder rest = new StringBuilder();
    for (String line = lines.readLine(); line != null; line = lines.readLine()) {
      rest.append(line).append('\n');
    }
    return new Answer(Integer.parseInt(status.split(" ", 3)[1]), rest.toString(), certificate);
  }

  private static SSLContext context(KeyManager[] keys, TrustManager[] trust)
      throws GeneralSecurityException {
    SSLContext context = SSLContext.getInstance("TLS");
    context.init(keys, trust, null);
    return context;
  }

  private static TrustManager[] trust(String pem) throws GeneralSecurityException, IOException {
    KeyStore roots = KeyStore.getInstance("PKCS12");
    roots.load(null, NO_PASSWORD);
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
    String body = keyPem.replaceAll("-----[A-Z ]+-----", "").replaceAll("\\s", "");
    KeyStore own = KeyStore.getInstance("PKCS12");
    own.load(null, NO_PASSWORD);
    own.setKeyEntry(
        "own",
        KeyFactory.getInstance("EC")
            .generatePrivate(new PKCS8EncodedKeySpec(BaseEncoding.base64().decode(body))),
        NO_PASSWORD,
        certificates(chainPem).toArray(new Certificate[0]));
    KeyManagerFactory managers =
        KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
    managers.init(own, NO_PASSWORD);
    return managers.getKeyManagers();
  }

  private static Collection<? extends Certificate> certificates(String pem)
      throws GeneralSecurityException {
    return CertificateFactory.getInstance("X.509")
        .generateCertificates(new ByteArrayInputStream(pem.getBytes(StandardCharsets.US_ASCII)));
  }

  private static String hex(Certificate certificate) throws GeneralSecurityException {
    return BaseEncoding.base16().encode(certificate.getEncoded());
  }
}
