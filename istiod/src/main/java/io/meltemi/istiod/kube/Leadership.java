package io.meltemi.istiod.kube;

import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.extended.leaderelection.LeaderCallbacks;
import io.fabric8.kubernetes.client.extended.leaderelection.LeaderElectionConfig;
import io.fabric8.kubernetes.client.extended.leaderelection.LeaderElectionConfigBuilder;
import io.fabric8.kubernetes.client.extended.leaderelection.resourcelock.LeaseLock;
import java.time.Duration;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutionException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One of the istiods of a namespace leads, by a Lease: it does what only one may do. Who cannot
 * renew the Lease stops leading before another may begin.
 */
public final class Leadership implements AutoCloseable {

  /** All revisions share it: they keep the same ConfigMaps and the same root. */
  public static final String LEASE = "istiod-leader";

  private static final Logger log = LoggerFactory.getLogger(Leadership.class);

  private static final Duration TRY_AGAIN = Duration.ofSeconds(1);

  private final KubernetesClient client;
  private final LeaderElectionConfig election;
  private final CopyOnWriteArrayList<Runnable> listeners = new CopyOnWriteArrayList<>();
  private final Thread thread = Thread.ofVirtual().name("leadership").unstarted(this::run);
  private volatile boolean leads;
  private volatile boolean closed;
  private volatile @Nullable CompletableFuture<?> running;

  /**
   * How long a Lease holds.
   *
   * @param lease after which others may take it
   * @param renewal for how long the leader tries to renew it before it gives up
   * @param retry between two tries
   */
  public record Terms(Duration lease, Duration renewal, Duration retry) {
    /** As every controller of Kubernetes. */
    public static final Terms DEFAULT =
        new Terms(Duration.ofSeconds(15), Duration.ofSeconds(10), Duration.ofSeconds(2));
  }

  public Leadership(KubernetesClient client, KubeSettings settings, Terms terms) {
    this.client = client;
    this.election =
        new LeaderElectionConfigBuilder()
            .withName(LEASE)
            .withLock(new LeaseLock(settings.namespace(), LEASE, settings.podName()))
            .withLeaseDuration(terms.lease())
            .withRenewDeadline(terms.renewal())
            .withRetryPeriod(terms.retry())
            .withReleaseOnCancel(true)
            .withLeaderCallbacks(
                new LeaderCallbacks(
                    () -> change(true),
                    () -> change(false),
                    leader -> log.info("{} leads the istiods", leader)))
            .build();
  }

  public void start() {
    thread.start();
  }

  /** Whether this istiod leads. Any thread may ask, again and again. */
  public boolean leads() {
    return leads;
  }

  /** Called after it began or ceased to lead, on a thread of the election's. */
  public void onChange(Runnable listener) {
    listeners.add(listener);
  }

  private void change(boolean now) {
    if (leads != now) {
      leads = now;
      listeners.forEach(Runnable::run);
    }
  }

  private void run() {
    while (!closed) {
      try {
        // An elector is good for one term.
        CompletableFuture<?> term = client.leaderElector().withConfig(election).build().start();
        running = term;
        term.get();
      } catch (ExecutionException e) {
        log.warn("The election of a leader broke off: {}", String.valueOf(e.getCause()));
      } catch (InterruptedException _) {
        return;
      } catch (CancellationException _) {
        // We have given up the Lease ourselves.
      } catch (RuntimeException e) {
        log.error("The election of a leader failed; going on", e);
      }
      change(false);
      try {
        Thread.sleep(TRY_AGAIN);
      } catch (InterruptedException _) {
        return;
      }
    }
  }

  /** Lets another lead at once. */
  @Override
  public void close() {
    closed = true;
    CompletableFuture<?> term = running;
    if (term != null) {
      term.cancel(true);
    }
    change(false);
    thread.interrupt();
  }
}
