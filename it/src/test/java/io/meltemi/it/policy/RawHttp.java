package io.meltemi.it.policy;

import com.google.common.net.HostAndPort;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * A request as the bytes it is sent as: clients that mean harm do not use a library.
 *
 * @param line {@code GET /path HTTP/1.1}
 * @param headers {@code name: value}, in order
 * @param body what follows them
 */
record RawHttp(String line, List<String> headers, String body) {

  private static final int PATIENCE_MILLIS = 10_000;

  RawHttp(String line, List<String> headers) {
    this(line, headers, "");
  }

  static RawHttp get(String target) {
    return of("GET", target, "web.test");
  }

  static RawHttp of(String method, String target, String host) {
    return new RawHttp(method + " " + target + " HTTP/1.1", List.of("host: " + host));
  }

  RawHttp with(String header, String value) {
    List<String> more = new ArrayList<>(headers);
    more.add(header + ": " + value);
    return new RawHttp(line, List.copyOf(more), body);
  }

  /** Behind a line of the PROXY protocol, as a load balancer writes it for its client. */
  RawHttp proxied(String client) {
    return new RawHttp("PROXY TCP4 " + client + " 127.0.0.1 4711 8080\r\n" + line, headers, body);
  }

  /** A POST of a text. */
  static RawHttp post(String target, String body) {
    return new RawHttp(
        "POST " + target + " HTTP/1.1",
        List.of("host: web.test", "content-length: " + body.length()),
        body);
  }

  RawHttp host(String value) {
    List<String> others = new ArrayList<>(headers);
    others.set(0, "host: " + value);
    return new RawHttp(line, List.copyOf(others), body);
  }

  /**
   * An answer.
   *
   * @param status 0 when the connection ended without one
   * @param body with what came before it
   */
  record Answer(int status, String body) {

    /** Whether the application saw the request. */
    boolean arrived() {
      return status == 200 && body.contains("x-backend: raw");
    }

    /** The first line that the application saw. */
    String seen() {
      int blank = body.indexOf("\r\n\r\n");
      String head = body.substring(blank + 4);
      return head.substring(0, Math.max(0, head.indexOf('\n')));
    }
  }

  Answer send(HostAndPort to) throws IOException {
    return send("127.0.0.1", to);
  }

  /** From a loopback address of the caller's choice. */
  Answer send(String from, HostAndPort to) throws IOException {
    try (Socket socket = new Socket()) {
      socket.setSoTimeout(PATIENCE_MILLIS);
      socket.bind(new InetSocketAddress(from, 0));
      socket.connect(new InetSocketAddress(to.getHost(), to.getPort()), PATIENCE_MILLIS);
      socket
          .getOutputStream()
          .write(
              (line
                      + "\r\n"
                      + String.join("\r\n", headers)
                      + "\r\nconnection: close\r\n\r\n"
                      + body)
                  .getBytes(StandardCharsets.UTF_8));
      socket.getOutputStream().flush();
      String text = read(socket.getInputStream());
      return new Answer(
          text.startsWith("HTTP/1.1 ") ? Integer.parseInt(text.substring(9, 12)) : 0, text);
    }
  }

  /** Up to the length that is announced: an Envoy that refuses keeps the connection for a while. */
  private static String read(InputStream in) throws IOException {
    StringBuilder text = new StringBuilder();
    int end = -1;
    int length = 0;
    for (int next = in.read(); next >= 0; next = in.read()) {
      text.append((char) next);
      if (end < 0 && next == '\n' && text.length() > 3 && text.indexOf("\r\n\r\n") >= 0) {
        end = text.length();
        length = contentLength(text.toString());
      }
      if (end >= 0 && text.length() >= end + length) {
        return text.toString();
      }
    }
    return text.toString();
  }

  private static int contentLength(String head) {
    return head.lines()
        .filter(header -> header.toLowerCase(Locale.ROOT).startsWith("content-length:"))
        .mapToInt(header -> Integer.parseInt(header.substring(15).trim()))
        .findFirst()
        .orElse(0);
  }

  @Override
  public String toString() {
    String text = line + " " + headers;
    return text.length() > 200 ? text.substring(0, 200) + "…" : text;
  }
}
