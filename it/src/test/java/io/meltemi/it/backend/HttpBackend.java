package io.meltemi.it.backend;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableListMultimap;
import com.google.common.net.HostAndPort;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.Closeable;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

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
    HttpServer server = HttpServer.create(new InetSocketAddress(host, port), 128);
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
    return new Received(
        name, exchange.getRequestMethod(), exchange.getRequestURI().toString(), headers.build());
  }

  @Override
  public void close() {
    server.stop(0);
    workers.shutdownNow();
  }
}
