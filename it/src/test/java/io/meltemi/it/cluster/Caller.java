package io.meltemi.it.cluster;

import com.google.common.util.concurrent.Uninterruptibles;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;

/** Somebody outside of the cluster who calls the gateway. */
final class Caller implements AutoCloseable {

  private static final Duration PATIENCE = Duration.ofSeconds(15);

  private final HttpClient client =
      HttpClient.newBuilder()
          .version(HttpClient.Version.HTTP_1_1)
          .connectTimeout(Duration.ofSeconds(5))
          .build();
  private final String url;

  Caller(String url) {
    this.url = url;
  }

  /**
   * Asks for a page.
   *
   * @param headers names and values by turns
   */
  HttpResponse<String> get(String path, String... headers)
      throws IOException, InterruptedException {
    HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(url + path)).timeout(PATIENCE);
    if (headers.length > 0) {
      request.headers(headers);
    }
    return client.send(request.build(), HttpResponse.BodyHandlers.ofString());
  }

  /** The status; 0 for no answer. */
  int status(String path) throws InterruptedException {
    try {
      return get(path).statusCode();
    } catch (IOException _) {
      return 0;
    }
  }

  /** Calls at this rate until it is closed, from several connections. */
  Load load(String path, int perSecond) {
    return new Load(path, perSecond);
  }

  @Override
  public void close() {
    client.close();
  }

  /** Steady calls, and which of them failed. */
  final class Load implements AutoCloseable {

    private static final int THREADS = 8;

    private final List<Thread> threads = new ArrayList<>();
    private final AtomicInteger calls = new AtomicInteger();
    private final List<String> failures = Collections.synchronizedList(new ArrayList<>());
    private volatile boolean ended;

    private Load(String path, int perSecond) {
      long pause = Duration.ofSeconds(THREADS).toNanos() / perSecond;
      for (int i = 0; i < THREADS; i++) {
        threads.add(Thread.ofVirtual().start(() -> run(path, pause)));
      }
    }

    private void run(String path, long pause) {
      long next = System.nanoTime();
      while (!ended) {
        try {
          int status = get(path).statusCode();
          if (status != 200) {
            failures.add(now() + " call " + calls + ": " + status);
          }
        } catch (IOException e) {
          failures.add(now() + " call " + calls + ": " + e);
        } catch (InterruptedException _) {
          return;
        }
        calls.incrementAndGet();
        next += pause;
        LockSupport.parkNanos(next - System.nanoTime());
      }
    }

    private static Instant now() {
      return Instant.now().truncatedTo(ChronoUnit.MILLIS);
    }

    int calls() {
      return calls.get();
    }

    List<String> failures() {
      return List.copyOf(failures);
    }

    /** Returns when the last call is answered. */
    void end() {
      ended = true;
      threads.forEach(Uninterruptibles::joinUninterruptibly);
    }

    @Override
    public void close() {
      end();
    }
  }
}
