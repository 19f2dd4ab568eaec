package io.meltemi.istiod.admission;

import io.fabric8.kubernetes.client.KubernetesClientException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Base64;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps the webhook configurations as they should be: at once when the roots change, and every few
 * seconds, for others write them, too. Every replica does; what is as it should be is not written.
 */
final class WebhookKeeper implements AutoCloseable {

  private static final Logger log = LoggerFactory.getLogger(WebhookKeeper.class);

  private static final Duration EVERY = Duration.ofSeconds(5);

  private final WebhookConfigurations configurations;
  private final Supplier<String> roots;
  private final Semaphore wanted = new Semaphore(1);
  private final Thread thread = Thread.ofVirtual().name("webhook-keeper").unstarted(this::run);
  private String lastProblem = "";

  /** {@code roots}: PEM of what signs, or has signed, our certificate. */
  WebhookKeeper(WebhookConfigurations configurations, Supplier<String> roots) {
    this.configurations = configurations;
    this.roots = roots;
  }

  void start() {
    thread.start();
  }

  /** The roots may have changed. */
  void look() {
    wanted.release();
  }

  private void run() {
    while (true) {
      try {
        var _ = wanted.tryAcquire(EVERY.toMillis(), TimeUnit.MILLISECONDS);
        wanted.drainPermits();
        keep();
      } catch (InterruptedException _) {
        return;
      } catch (KubernetesClientException e) {
        complain(String.valueOf(e.getMessage()));
      } catch (RuntimeException e) {
        log.error("keeping webhook configurations failed; going on", e);
      }
    }
  }

  private void keep() {
    configurations.trust(
        Base64.getEncoder().encodeToString(roots.get().getBytes(StandardCharsets.UTF_8)));
    configurations.failClosed();
    lastProblem = "";
  }

  private void complain(String problem) {
    if (!problem.equals(lastProblem)) {
      lastProblem = problem;
      log.warn("webhook configurations {} cannot be kept: {}", configurations.names(), problem);
    }
  }

  @Override
  public void close() {
    thread.interrupt();
  }
}
