package io.meltemi.it.backend;

import com.google.common.net.HostAndPort;
import java.io.BufferedReader;
import java.io.Closeable;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/**
 * An HTTP/1.1 server that takes nothing amiss: it answers 200 with the head of the request, byte by
 * byte as it came. Bodies are passed over; connections end after one answer.
 */
public final class RawBackend implements Closeable {

  private final ServerSocket server;
  private final ExecutorService workers = Executors.newVirtualThreadPerTaskExecutor();

  private RawBackend(ServerSocket server) {
    this.server = server;
  }

  /** On a free port. */
  public static RawBackend start(String host) throws IOException {
    ServerSocket server = new ServerSocket(0, 128, InetAddress.getByName(host));
    RawBackend backend = new RawBackend(server);
    backend.workers.execute(backend::accept);
    return backend;
  }

  public HostAndPort address() {
    InetSocketAddress bound = (InetSocketAddress) server.getLocalSocketAddress();
    return HostAndPort.fromParts(bound.getAddress().getHostAddress(), bound.getPort());
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

  private static void serve(Socket connection) {
    try (connection) {
      BufferedReader lines =
          new BufferedReader(
              new InputStreamReader(connection.getInputStream(), StandardCharsets.ISO_8859_1));
      StringBuilder head = new StringBuilder();
      for (String line = lines.readLine();
          line != null && !line.isEmpty();
          line = lines.readLine()) {
        head.append(line).append('\n');
      }
      // What is not read before the end would reset the connection, and take the answer with it.
      lines.skip(contentLength(head.toString()));
      byte[] body = head.toString().getBytes(StandardCharsets.ISO_8859_1);
      OutputStream out = connection.getOutputStream();
      out.write(
          ("HTTP/1.1 200 OK\r\nx-backend: raw\r\nconnection: close\r\ncontent-length: "
                  + body.length
                  + "\r\n\r\n")
              .getBytes(StandardCharsets.ISO_8859_1));
      out.write(body);
      out.flush();
    } catch (IOException _) {
      // the caller is gone, or the test is over
    }
  }

  private static long contentLength(String head) {
    return head.lines()
        .map(line -> line.toLowerCase(Locale.ROOT))
        .filter(line -> line.startsWith("content-length:"))
        .mapToLong(line -> Long.parseLong(line.substring("content-length:".length()).trim()))
        .findFirst()
        .orElse(0);
  }

  @Override
  public void close() throws IOException {
    server.close();
    workers.shutdownNow();
  }
}
