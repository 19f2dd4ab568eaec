package io.meltemi.webhook.serve;

import com.google.common.net.MediaType;
import com.google.protobuf.ByteString;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsParameters;
import com.sun.net.httpserver.HttpsServer;
import io.meltemi.webhook.review.AdmissionRequest;
import io.meltemi.webhook.review.AdmissionReviews;
import io.meltemi.webhook.review.MalformedReview;
import io.meltemi.webhook.serve.AdmissionObserver.Outcome;
import io.meltemi.webhook.serve.BodyBudget.Body;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLParameters;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The HTTPS server that API servers ask. Whoever else reaches it can only make it say no: bodies
 * are limited one by one and in sum, so is what is worked on at a time.
 */
public final class WebhookServer implements AutoCloseable {

  private static final Logger log = LoggerFactory.getLogger(WebhookServer.class);

  /** An API server takes objects of 3 MiB, and sends an old one with a new one. */
  private static final long MAX_BODY = 8 << 20;

  private static final long MAX_BODIES = 96 << 20;

  /** Reviews take a millisecond or so each. */
  private static final int AT_A_TIME = 8;

  private static final int WAIT_SECONDS = 5;
  private static final int BACKLOG = 512;

  private final InetSocketAddress address;
  private final InjectionContext context;
  private final AdmissionObserver observer;
  private final ReviewPage inject;
  private final ReviewPage validate;
  private final HttpsServer server;
  private final ExecutorService threads =
      Executors.newThreadPerTaskExecutor(Thread.ofVirtual().name("webhook-", 0).factory());
  private final BodyBudget bodies = new BodyBudget(MAX_BODY, MAX_BODIES);
  private final Semaphore turns = new Semaphore(AT_A_TIME);

  /** Binds nothing yet. {@code tls}: its key may change; a handshake takes what is there. */
  public WebhookServer(
      InetSocketAddress address,
      SSLContext tls,
      InjectionContext context,
      AdmissionObserver observer)
      throws IOException {
    this.address = address;
    this.context = context;
    this.observer = observer;
    this.inject = new InjectPage(context, observer);
    this.validate = new ValidatePage(observer);
    this.server = HttpsServer.create();
    server.setHttpsConfigurator(configurator(tls));
    server.setExecutor(threads);
    server.createContext("/", this::handle);
  }

  private static HttpsConfigurator configurator(SSLContext tls) {
    return new HttpsConfigurator(tls) {
      @Override
      public void configure(HttpsParameters parameters) {
        SSLParameters chosen = tls.getDefaultSSLParameters();
        chosen.setProtocols(new String[] {"TLSv1.3", "TLSv1.2"});
        parameters.setSSLParameters(chosen);
      }
    };
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
      Reply reply = reply(exchange);
      if (reply.status() != 200) {
        // Not read to its end: what is left would be taken for the next request.
        exchange.getResponseHeaders().set("Connection", "close");
      }
      exchange.getResponseHeaders().set("Content-Type", reply.type());
      exchange.sendResponseHeaders(reply.status(), reply.body().size());
      reply.body().writeTo(exchange.getResponseBody());
    }
  }

  private record Reply(int status, String type, ByteString body) {

    static Reply text(int status, String text) {
      return new Reply(status, "text/plain; charset=utf-8", ByteString.copyFromUtf8(text + "\n"));
    }
  }

  private Reply reply(HttpExchange exchange) throws IOException {
    if (!context.isReady()) {
      return Reply.text(503, "not ready");
    }
    String path = exchange.getRequestURI().getPath();
    Optional<ReviewPage> page = page(path);
    if (page.isEmpty()) {
      return malformed(404, "there are /inject and /validate");
    }
    if (!exchange.getRequestMethod().equals("POST")) {
      return malformed(405, "only POST");
    }
    if (!isJson(exchange.getRequestHeaders().getFirst("Content-Type"))) {
      return malformed(415, "only application/json");
    }
    return bodies.read(
        exchange.getRequestBody(),
        body ->
            switch (body) {
              case Body.TooLarge _ -> malformed(413, "more than " + (MAX_BODY >> 20) + " MiB");
              case Body.NoRoom _ -> Reply.text(429, "too much at a time; come back later");
              case Body.Whole whole -> inTurn(path, page.get(), whole.bytes());
            });
  }

  private Optional<ReviewPage> page(String path) {
    if (path.equals("/inject") || path.startsWith("/inject/")) {
      return Optional.of(inject);
    }
    return path.equals("/validate") ? Optional.of(validate) : Optional.empty();
  }

  private static boolean isJson(@org.jspecify.annotations.Nullable String contentType) {
    try {
      return contentType != null
          && MediaType.parse(contentType)
              .withoutParameters()
              .is(MediaType.JSON_UTF_8.withoutParameters());
    } catch (IllegalArgumentException _) {
      return false;
    }
  }

  private Reply malformed(int status, String why) {
    observer.answered(Outcome.MALFORMED);
    return Reply.text(status, why);
  }

  private Reply inTurn(String path, ReviewPage page, ByteString body) {
    try {
      if (!turns.tryAcquire(WAIT_SECONDS, TimeUnit.SECONDS)) {
        return Reply.text(429, "too much at a time; come back later");
      }
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
      return Reply.text(503, "stopping");
    }
    try {
      return answer(path, page, body);
    } finally {
      turns.release();
    }
  }

  private Reply answer(String path, ReviewPage page, ByteString body) {
    try {
      AdmissionRequest request = AdmissionReviews.read(body);
      return new Reply(
          200, "application/json", AdmissionReviews.write(request, page.answer(path, request)));
    } catch (MalformedReview e) {
      return malformed(400, String.valueOf(e.getMessage()));
    } catch (RuntimeException e) {
      log.error("answering {} failed", path, e);
      observer.answered(Outcome.FAILED);
      return Reply.text(500, "an internal error; see istiod's log");
    }
  }

  @Override
  public void close() {
    server.stop(0);
    threads.shutdownNow();
  }
}
