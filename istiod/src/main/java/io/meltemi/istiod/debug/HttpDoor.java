package io.meltemi.istiod.debug;

import com.google.common.base.Splitter;
import com.google.common.collect.ImmutableMap;
import com.google.common.net.HostAndPort;
import com.google.common.net.InetAddresses;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.meltemi.istiod.debug.Page.Answer;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A small HTTP server: some pages for everybody, some for callers on this machine and for those
 * whom a gate lets see them.
 *
 * <p>Bounded: two threads, and a short queue before callers are turned away. Only GET and HEAD.
 */
public final class HttpDoor implements AutoCloseable {

  private static final Logger log = LoggerFactory.getLogger(HttpDoor.class);

  private static final int THREADS = 2;
  private static final int WAITING = 64;
  private static final int BACKLOG = 128;
  private static final int MAX_QUERY = 4096;

  private final InetSocketAddress address;
  private final ImmutableMap<String, Page> open;
  private final ImmutableMap<String, Page> local;
  private final DebugGate gate;
  private final HttpServer server;
  private final ExecutorService threads;

  /**
   * Binds nothing yet.
   *
   * @param open path → page, for everybody
   * @param local path → page, for callers on this machine
   * @param gate says what others may see of those
   */
  public HttpDoor(
      InetSocketAddress address,
      ImmutableMap<String, Page> open,
      ImmutableMap<String, Page> local,
      DebugGate gate)
      throws IOException {
    this.address = address;
    this.open = open;
    this.local = local;
    this.gate = gate;
    this.server = HttpServer.create();
    ThreadPoolExecutor pool =
        new ThreadPoolExecutor(
            THREADS,
            THREADS,
            10,
            TimeUnit.SECONDS,
            new ArrayBlockingQueue<>(WAITING),
            Thread.ofPlatform().daemon().name("http-", 0).factory(),
            new ThreadPoolExecutor.CallerRunsPolicy());
    pool.allowCoreThreadTimeOut(true);
    this.threads = pool;
    server.setExecutor(pool);
    server.createContext("/", this::handle);
  }

  /** Listens from now on. */
  public void start() throws IOException {
    server.bind(address, BACKLOG);
    server.start();
  }

  /** The port that is listened on, also where a free one was asked for. */
  public int port() {
    return server.getAddress().getPort();
  }

  private void handle(HttpExchange exchange) throws IOException {
    try (exchange) {
      Answer answer = answer(exchange);
      exchange.getResponseHeaders().set("Content-Type", answer.type().toString());
      boolean head = exchange.getRequestMethod().equals("HEAD");
      exchange.sendResponseHeaders(
          answer.status(), head || answer.body().isEmpty() ? -1 : answer.body().size());
      if (!head && !answer.body().isEmpty()) {
        answer.body().writeTo(exchange.getResponseBody());
      }
    }
  }

  private Answer answer(HttpExchange exchange) {
    String method = exchange.getRequestMethod();
    if (!method.equals("GET") && !method.equals("HEAD")) {
      return Answer.text(405, "only GET\n");
    }
    String path = exchange.getRequestURI().getPath();
    ImmutableMap<String, String> query = query(exchange.getRequestURI().getRawQuery());
    try {
      Page page = open.get(path);
      if (page != null) {
        return page.answer(query);
      }
      page = local.get(path);
      if (page == null) {
        return Answer.text(404, "not found\n");
      }
      return isLocal(exchange) ? page.answer(query) : guarded(exchange, page, query);
    } catch (IOException | RuntimeException e) {
      log.error("answering {} failed", path, e);
      return Answer.text(500, "an internal error; see istiod's log\n");
    }
  }

  private Answer guarded(HttpExchange exchange, Page page, ImmutableMap<String, String> query)
      throws IOException {
    List<String> shown = exchange.getRequestHeaders().getOrDefault("Authorization", List.of());
    return switch (gate.of(shown, String.valueOf(exchange.getRemoteAddress()))) {
      case DebugGate.Sight.Everything() -> page.answer(query);
      case DebugGate.Sight.Namespace(String name) ->
          page instanceof NamespacedPage own
              ? own.answer(query, name)
              : Answer.text(403, "for callers of the system namespace only\n");
      case DebugGate.Sight.Nothing(int status, String why) -> Answer.text(status, why + "\n");
    };
  }

  /**
   * By address, and by what the caller says it calls us: a web page that has its own name resolve
   * to a loopback address is not a caller on this machine.
   */
  private static boolean isLocal(HttpExchange exchange) {
    if (!exchange.getRemoteAddress().getAddress().isLoopbackAddress()) {
      return false;
    }
    String host = exchange.getRequestHeaders().getFirst("Host");
    if (host == null) {
      return true;
    }
    try {
      String name = HostAndPort.fromString(host).getHost();
      return name.equals("localhost")
          || InetAddresses.isUriInetAddress(name)
          || InetAddresses.isInetAddress(name);
    } catch (IllegalArgumentException _) {
      return false;
    }
  }

  private static ImmutableMap<String, String> query(@org.jspecify.annotations.Nullable String raw) {
    if (raw == null || raw.length() > MAX_QUERY) {
      return ImmutableMap.of();
    }
    Map<String, String> parameters = new LinkedHashMap<>();
    for (String part : Splitter.on('&').omitEmptyStrings().split(raw)) {
      int equals = part.indexOf('=');
      String name = equals < 0 ? part : part.substring(0, equals);
      parameters.put(decoded(name), equals < 0 ? "" : decoded(part.substring(equals + 1)));
    }
    return ImmutableMap.copyOf(parameters);
  }

  private static String decoded(String text) {
    return URLDecoder.decode(text, StandardCharsets.UTF_8);
  }

  @Override
  public void close() {
    server.stop(0);
    threads.shutdownNow();
  }
}
