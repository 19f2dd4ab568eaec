package io.meltemi.istiod.kube;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.LinkedBlockingQueue;

/** An API server that gives the answers of a script, one after the other, and then keeps still. */
final class ScriptedServer implements AutoCloseable {

  private final HttpServer server;
  private final BlockingQueue<Answer> script = new LinkedBlockingQueue<>();
  private final List<String> asked = new CopyOnWriteArrayList<>();
  private final CountDownLatch closed = new CountDownLatch(1);

  /**
   * An answer.
   *
   * @param hangs whether the connection stays open after it, as of a watch
   */
  private record Answer(int status, String body, boolean hangs) {}

  ScriptedServer() throws IOException {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
    server.createContext("/", this::answer);
    server.start();
  }

  ScriptedServer then(int status, String body) {
    script.add(new Answer(status, body, false));
    return this;
  }

  /** A watch that says this and then nothing. */
  ScriptedServer thenHang(String body) {
    script.add(new Answer(200, body, true));
    return this;
  }

  /** Paths and queries, in their order. */
  List<String> asked() {
    return asked;
  }

  private void answer(HttpExchange exchange) throws IOException {
    asked.add(exchange.getRequestURI().toString());
    Answer answer = script.poll();
    if (answer == null) {
      answer = new Answer(200, "", true);
    }
    exchange.sendResponseHeaders(answer.status(), 0);
    try (OutputStream out = exchange.getResponseBody()) {
      out.write(answer.body().getBytes(StandardCharsets.UTF_8));
      out.flush();
      if (answer.hangs()) {
        closed.await();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  KubeSettings settings(Path folder) throws IOException {
    Path kubeconfig =
        Files.writeString(
            folder.resolve("kubeconfig"),
            """
            apiVersion: v1
            kind: Config
            current-context: test
            clusters: [{name: test, cluster: {server: "http://127.0.0.1:%d"}}]
            users: [{name: test, user: {token: none}}]
            contexts: [{name: test, context: {cluster: test, user: test}}]
            """
                .formatted(server.getAddress().getPort()));
    return KubeSettings.of(Optional.of(kubeconfig), Map.of());
  }

  @Override
  public void close() {
    closed.countDown();
    server.stop(0);
  }
}
