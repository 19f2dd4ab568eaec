package io.meltemi.it.mesh;

import com.google.common.net.HostAndPort;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.List;
import javax.net.ssl.SNIHostName;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSocket;

/** Sends one line over a new connection and reads one; for {@code TcpBackend}. */
public final class LineClient {

  private static final int PATIENCE_MILLIS = 5_000;

  private LineClient() {}

  /** What came back; empty if the connection was closed without an answer. */
  public static String say(HostAndPort to, String line) throws IOException {
    try (Socket socket = connect(to)) {
      return exchange(socket, line);
    }
  }

  /** The same inside TLS, naming the wanted server. */
  public static String sayOverTls(SSLContext tls, HostAndPort to, String sni, String line)
      throws IOException {
    try (Socket plain = connect(to);
        SSLSocket socket =
            (SSLSocket) tls.getSocketFactory().createSocket(plain, sni, to.getPort(), true)) {
      SSLParameters parameters = socket.getSSLParameters();
      parameters.setServerNames(List.of(new SNIHostName(sni)));
      socket.setSSLParameters(parameters);
      socket.startHandshake();
      return exchange(socket, line);
    }
  }

  private static Socket connect(HostAndPort to) throws IOException {
    Socket socket = new Socket();
    socket.setSoTimeout(PATIENCE_MILLIS);
    socket.connect(new InetSocketAddress(to.getHost(), to.getPort()), PATIENCE_MILLIS);
    return socket;
  }

  private static String exchange(Socket socket, String line) throws IOException {
    socket.getOutputStream().write((line + "\n").getBytes(StandardCharsets.UTF_8));
    socket.getOutputStream().flush();
    String answer =
        new BufferedReader(new InputStreamReader(socket.getInputStream(), StandardCharsets.UTF_8))
            .readLine();
    return answer == null ? "" : answer;
  }
}
