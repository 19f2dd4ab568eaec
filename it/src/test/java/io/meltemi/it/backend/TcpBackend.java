package io.meltemi.it.backend;

import com.google.common.net.HostAndPort;
import java.io.BufferedReader;
import java.io.Closeable;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import javax.net.ssl.SSLContext;

/** A server of lines: answers each with its own name and the line. Plain, or over TLS. */
public final class TcpBackend implements Closeable {

  private final String name;
  private final ServerSocket server;
  private final ExecutorService workers = Executors.newVirtualThreadPerTaskExecutor();

  private TcpBackend(String name, ServerSocket server) {
    this.name = name;
    this.server = server;
  }

  public static TcpBackend start(String name, String host, int port) throws IOException {
    return start(name, new ServerSocket(), host, port);
  }

  public static TcpBackend startTls(String name, SSLContext tls, String host, int port)
      throws IOException {
    return start(name, tls.getServerSocketFactory().createServerSocket(), host, port);
  }

  private static TcpBackend start(String name, ServerSocket socket, String host, int port)
      throws IOException {
    socket.bind(new InetSocketAddress(host, port));
    TcpBackend backend = new TcpBackend(name, socket);
    backend.workers.execute(backend::accept);
    return backend;
  }

  /** Where it listens. */
  public HostAndPort address() {
    return HostAndPort.fromParts(server.getInetAddress().getHostAddress(), server.getLocalPort());
  }

  private void accept() {
    while (!server.isClosed()) {
      try {
        Socket connection = server.accept();
        workers.execute(() -> serve(connection));
      } catch (IOException _) {
        return; // closed
      }
    }
  }

  private void serve(Socket connection) {
    try (connection) {
      BufferedReader lines =
          new BufferedReader(
              new InputStreamReader(connection.getInputStream(), StandardCharsets.UTF_8));
      OutputStream out = connection.getOutputStream();
      for (String line = lines.readLine(); line != null; line = lines.readLine()) {
        out.write((name + " " + line + "\n").getBytes(StandardCharsets.UTF_8));
        out.flush();
      }
    } catch (IOException _) {
      // the caller is gone, or the test is over
    }
  }

  @Override
  public void close() throws IOException {
    server.close();
    workers.shutdownNow();
  }
}
