package io.meltemi.it.load;

import static java.util.concurrent.TimeUnit.NANOSECONDS;

import io.meltemi.it.mesh.MeshClient;
import io.meltemi.it.mesh.TestMesh;
import java.io.IOException;
import java.time.Duration;
import java.util.Arrays;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.locks.LockSupport;

/**
 * What a hop adds to a call: an app called directly, and through two sidecars with mutual TLS
 * between them, in turn, at a fixed rate. A program; arguments: REQUESTS-PER-SECOND SECONDS ROUNDS.
 */
public final class HopLatency {

  private static final int HOPS = 2;

  private HopLatency() {}

  /** Prints a table, milliseconds. */
  public static void main(String[] arguments) throws Exception {
    int rate = Integer.parseInt(arguments[0]);
    int seconds = Integer.parseInt(arguments[1]);
    int rounds = Integer.parseInt(arguments[2]);
    try (TestMesh mesh = TestMesh.start()) {
      mesh.service("reviews");
      TestMesh.Server server = mesh.server("reviews", "v1");
      TestMesh.Client client = mesh.client("client");
      mesh.config().awaitSeenBy(client.http());
      MeshClient direct = new MeshClient(server.backend().address());
      measure(direct, rate, seconds); // warms up
      measure(client.http(), rate, seconds);
      System.out.println(
          "| direct p50; p99 | two hops p50; p99 | a hop, median |\n| --- | --- | --- |");
      for (int round = 0; round < rounds; round++) {
        server.backend().reset();
        long[] without = measure(direct, rate, seconds);
        long[] with = measure(client.http(), rate, seconds);
        System.out.printf(
            "| %.2f; %.2f | %.2f; %.2f | %.2f |%n",
            millis(without, 0.5),
            millis(without, 0.99),
            millis(with, 0.5),
            millis(with, 0.99),
            (millis(with, 0.5) - millis(without, 0.5)) / HOPS);
      }
    }
  }

  /**
   * Nanoseconds of each call, sorted. A call is sent when its time has come, whatever became of the
   * others.
   */
  private static long[] measure(MeshClient client, int rate, int seconds)
      throws IOException, InterruptedException, ExecutionException {
    long pause = Duration.ofSeconds(1).toNanos() / rate;
    try (ExecutorService callers = Executors.newVirtualThreadPerTaskExecutor()) {
      @SuppressWarnings({"unchecked", "rawtypes"})
      Future<Long>[] calls = new Future[rate * seconds];
      long next = System.nanoTime();
      for (int i = 0; i < calls.length; i++) {
        next += pause;
        LockSupport.parkNanos(next - System.nanoTime());
        calls[i] = callers.submit(() -> timed(client));
      }
      long[] taken = new long[calls.length];
      for (int i = 0; i < calls.length; i++) {
        taken[i] = calls[i].get();
      }
      Arrays.sort(taken);
      return taken;
    }
  }

  private static long timed(MeshClient client) throws IOException, InterruptedException {
    var answer = client.get("reviews:9080", "/");
    if (answer.status() != 200) {
      throw new IOException("status " + answer.status());
    }
    return answer.took().toNanos();
  }

  private static double millis(long[] sorted, double quantile) {
    long nanos = sorted[(int) (quantile * (sorted.length - 1))];
    return NANOSECONDS.toMicros(nanos) / 1_000.0;
  }
}
