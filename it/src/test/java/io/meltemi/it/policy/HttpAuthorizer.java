package io.meltemi.it.policy;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableListMultimap;
import com.google.common.collect.ImmutableMap;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.meltemi.it.backend.Behaviour;
import io.meltemi.it.backend.Received;
import java.io.Closeable;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/** An authorizer that is asked over HTTP, and remembers what it was asked, bodies too. */
final class HttpAuthorizer implements Closeable {

  /** Allows, and adds nothing. */
  private static final Behaviour YES = _ -> new Behaviour.Reply(200, ImmutableMap.of(), "");

  /** What it was asked about. */
  record Question(Received request, String body) {}

  private final HttpServer server;
  private final ExecutorService workers = Executors.newVirtualThreadPerTaskExecutor();
  private final Queue<Question> asked = new ConcurrentLinkedQueue<>();
  private volatile Behaviour behaviour = YES;

  private HttpAuthorizer(HttpServer server) {
    this.server = server;
  }

  static HttpAuthorizer start() throws IOException {
    HttpServer server =
        HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 128);
    HttpAuthorizer authorizer = new HttpAuthorizer(server);
    server.createContext("/", authorizer::handle);
    server.setExecutor(authorizer.workers);
    server.start();
    return authorizer;
  }

  int port() {
    return server.getAddress().getPort();
  }

  void behave(Behaviour next) {
    behaviour = next;
  }

  ImmutableList<Question> asked() {
    return ImmutableList.copyOf(asked);
  }

  void reset() {
    asked.clear();
    behaviour = YES;
  }

  private void handle(HttpExchange exchange) throws IOException {
    try (exchange) {
      String body =
          new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.ISO_8859_1);
      ImmutableListMultimap.Builder<String, String> headers = ImmutableListMultimap.builder();
      exchange
          .getRequestHeaders()
          .forEach((header, values) -> headers.putAll(header.toLowerCase(Locale.ROOT), values));
      Received request =
          new Received(
              "authorizer",
              exchange.getRequestMethod(),
              exchange.getRequestURI().toString(),
              headers.build());
      asked.add(new Question(request, body));
      Behaviour.Reply reply = behaviour.answer(request);
      reply.headers().forEach(exchange.getResponseHeaders()::add);
      byte[] bytes = reply.body().getBytes(StandardCharsets.UTF_8);
      exchange.sendResponseHeaders(reply.status(), bytes.length == 0 ? -1 : bytes.length);
      if (bytes.length > 0) {
        exchange.getResponseBody().write(bytes);
      }
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    }
  }

  @Override
  public void close() {
    server.stop(0);
    workers.shutdownNow();
  }
}
