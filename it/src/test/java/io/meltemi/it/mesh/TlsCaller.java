package io.meltemi.it.mesh;

import com.google.common.io.BaseEncoding;
import com.google.common.net.HostAndPort;
import io.meltemi.it.backend.PemTls;
import io.meltemi.it.backend.TestTls;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.cert.Certificate;
import java.util.List;
import java.util.function.Consumer;
import javax.net.ssl.SNIServerName;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.StandardConstants;

/** One HTTPS request over a connection of its own, to any address under any name. */
public final class TlsCaller {

  private static final int PATIENCE_MILLIS = 5000;

  private final SSLContext tls;
  private final Consumer<SSLParameters> limits;

  private TlsCaller(SSLContext tls, Consumer<SSLParameters> limits) {
    this.tls = tls;
    this.limits = limits;
  }

  private TlsCaller(SSLContext tls) {
    this(tls, _ -> {});
  }

  /**
   * What came back.
   *
   * @param certificate of the server: its fingerprint's stand-in, its whole DER in hexadecimal
   * @param protocol {@code TLSv1.3}
   * @param cipherSuite by its IANA name
   */
  public record Answer(
      int status, String body, String certificate, String protocol, String cipherSuite) {}

  /** The same caller, able to do less. */
  public TlsCaller limited(Consumer<SSLParameters> more) {
    return new TlsCaller(tls, limits.andThen(more));
  }

  public TlsCaller speaking(String... protocols) {
    return limited(parameters -> parameters.setProtocols(protocols));
  }

  /** By their IANA names; of TLS 1.2. */
  public TlsCaller withCipherSuites(String... suites) {
    return speaking("TLSv1.2").limited(parameters -> parameters.setCipherSuites(suites));
  }

  /** Key exchange: {@code secp384r1}. */
  public TlsCaller withGroups(String... groups) {
    return limited(parameters -> parameters.setNamedGroups(groups));
  }

  /** Of the server's certificate: {@code ecdsa_secp256r1_sha256}. */
  public TlsCaller withSignatures(String... schemes) {
    return limited(parameters -> parameters.setSignatureSchemes(schemes));
  }

  /** Without a certificate; believes servers that one of these roots has signed. */
  public static TlsCaller trusting(String rootsPem) throws GeneralSecurityException, IOException {
    return new TlsCaller(PemTls.trusting(rootsPem));
  }

  /** Without a certificate; believes everybody. */
  public static TlsCaller trustingAll() throws GeneralSecurityException {
    return new TlsCaller(TestTls.trustingClient());
  }

  /** With a certificate, which it shows whatever is asked for. */
  public static TlsCaller showing(String chainPem, String keyPem, String rootsPem)
      throws GeneralSecurityException, IOException {
    return new TlsCaller(PemTls.insisting(chainPem, keyPem, rootsPem));
  }

  /** {@code SNIHostName} takes only what may be a host's name. */
  private static final class AnyName extends SNIServerName {
    AnyName(String name) {
      super(StandardConstants.SNI_HOST_NAME, name.getBytes(StandardCharsets.US_ASCII));
    }
  }

  public Answer get(HostAndPort to, String host) throws IOException, GeneralSecurityException {
    try (Socket plain = new Socket()) {
      plain.setSoTimeout(PATIENCE_MILLIS);
      plain.connect(new InetSocketAddress(to.getHost(), to.getPort()), PATIENCE_MILLIS);
      try (SSLSocket socket =
          (SSLSocket) tls.getSocketFactory().createSocket(plain, host, to.getPort(), true)) {
        SSLParameters parameters = socket.getSSLParameters();
        // By its bytes: cluster names in SNI have characters that no host's name has.
        parameters.setServerNames(List.of(new AnyName(host)));
        limits.accept(parameters);
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
      return hex(PemTls.certificates(chainPem).iterator().next());
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
    return new Answer(
        Integer.parseInt(status.split(" ", 3)[1]),
        rest.toString(),
        certificate,
        socket.getSession().getProtocol(),
        socket.getSession().getCipherSuite());
  }

  private static String hex(Certificate certificate) throws GeneralSecurityException {
    return BaseEncoding.base16().encode(certificate.getEncoded());
  }
}
