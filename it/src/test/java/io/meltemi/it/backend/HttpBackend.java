package io.meltemi.it.backend;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableListMultimap;
import com.google.common.net.HostAndPort;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsExchange;
import com.sun.net.httpserver.HttpsParameters;
import com.sun.net.httpserver.HttpsServer;
import java.io.Closeable;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Consumer;
import javax.net.ssl.ExtendedSSLSession;
import javax.net.ssl.SNIHostName;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLPeerUnverifiedException;
import javax.net.ssl.SSLSession;

/** A small HTTP/1.1 server: says what it received, remembers it, and misbehaves as told. */
public final class HttpBackend implements Closeable {

  static {
    System.setProperty("sun.net.httpserver.nodelay", "true"); // TCP_NODELAY
  }

  private final String name;
  private final HttpServer server;
  private final ExecutorService workers = Executors.newVirtualThreadPerTaskExecutor();
  private final Queue<Received> received = new ConcurrentLinkedQueue<>();
  private volatile Behaviour behaviour = Behaviour.ECHO;

  private HttpBackend(String name, HttpServer server) {
    this.name = name;
    this.server = server;
  }

  /** Port 0: any. */
  public static HttpBackend start(String name, String host, int port) throws IOException {
    return start(name, HttpServer.create(new InetSocketAddress(host, port), 128));
  }

  /**
   * Over TLS. The echo has what it saw of that in {@code tls-sni}, {@code tls-protocol} and {@code
   * tls-peer}, the subject of the caller's certificate.
   *
   * @param limits e.g. to ask for a certificate
   */
  public static HttpBackend startTls(
      String name, SSLContext tls, String host, int port, Consumer<SSLParameters> limits)
      throws IOException {
    HttpsServer server = HttpsServer.create(new InetSocketAddress(host, port), 128);
    server.setHttpsConfigurator(
        new HttpsConfigurator(tls) {
          @Override
          public void configure(HttpsParameters parameters) {
            SSLParameters chosen = tls.getDefaultSSLParameters();
            limits.accept(chosen);
            parameters.setSSLParameters(chosen);
          }
        });
    return start(name, server);
  }

  private static HttpBackend start(String name, HttpServer server) {
    HttpBackend backend = new HttpBackend(name, server);
    server.createContext("/", backend::handle);
    server.setExecutor(backend.workers);
    server.start();
    return backend;
  }

  public String name() {
    return name;
  }

  public HostAndPort address() {
    InetSocketAddress bound = server.getAddress();
    return HostAndPort.fromParts(bound.getAddress().getHostAddress(), bound.getPort());
  }

  public void behave(Behaviour next) {
    behaviour = next;
  }

  /** All requests since the start or the last {@link #reset}. */
  public ImmutableList<Received> received() {
    return ImmutableList.copyOf(received);
  }

  /** Forgets what it received and behaves well again. */
  public void reset() {
    behaviour = Behaviour.ECHO;
    received.clear();
  }

  private void handle(HttpExchange exchange) throws IOException {
    try (exchange) {
      exchange.getRequestBody().readAllBytes();
      Received request = request(exchange);
      received.add(request);
      Behaviour.Reply reply = behaviour.answer(request);
      reply.headers().forEach(exchange.getResponseHeaders()::add);
      exchange.getResponseHeaders().add("x-backend", name);
      byte[] body = reply.body().getBytes(StandardCharsets.UTF_8);
      exchange.sendResponseHeaders(reply.status(), body.length == 0 ? -1 : body.length);
      if (body.length > 0 && !exchange.getRequestMethod().equals("HEAD")) {
        exchange.getResponseBody().write(body);
      }
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    }
  }

  private Received request(HttpExchange exchange) {
    ImmutableListMultimap.Builder<String, String> headers = ImmutableListMultimap.builder();
    exchange
        .getRequestHeaders()
        .forEach((header, values) -> headers.putAll(header.toLowerCase(Locale.ROOT), values));
    if (exchange instanceof HttpsExchange secure
        && secure.getSSLSession() instanceof ExtendedSSLSession session) {
      headers.put("tls-protocol", session.getProtocol());
      session.getRequestedServerNames().stream()
          .filter(SNIHostName.class::isInstance)
          .forEach(sni -> headers.put("tls-sni", ((SNIHostName) sni).getAsciiName()));
      peer(session).ifPresent(peer -> headers.put("tls-peer", peer));
    }
    return new Received(
        name, exchange.getRequestMethod(), exchange.getRequestURI().toString(), headers.build());
  }

  private static Optional<String> peer(SSLSession session) {
    try {
      return Optional.of(session.getPeerPrincipal().getName());
    } catch (SSLPeerUnverifiedException _) {
      return Optional.empty(); // none was asked for
    }
  }

  @Override
  public void close() {
    server.stop(0);
    workers.shutdownNow();
  }
}
