package io.meltemi.istiod.replica;

import com.google.common.base.Throwables;
import com.google.common.collect.ImmutableList;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.meltemi.istiod.kube.KubeApi;
import io.meltemi.istiod.kube.KubeSettings;
import io.meltemi.istiod.kube.Leadership;
import io.meltemi.istiod.kube.Reflector;
import io.meltemi.istiod.kube.ServedKinds;
import io.meltemi.istiod.kube.SharedText;
import java.net.HttpURLConnection;
import java.time.Duration;
import java.util.HashSet;
import java.util.Set;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Says to the other istiods of this namespace what is to be said, and hears what they say. Who says
 * nothing any more is forgotten by all: the leader removes its Lease.
 */
public final class Replicas implements AutoCloseable {

  private static final Logger log = LoggerFactory.getLogger(Replicas.class);

  private static final String FIELD_MANAGER = "istiod";

  /** For how long an istiod that ends tries to take its Lease along. */
  private static final Duration FAREWELL = Duration.ofSeconds(4);

  private final KubernetesClient client;
  private final KubeSettings settings;
  private final Terms terms;
  private final Leadership leadership;
  private final Supplier<ReplicaWord> word;
  private final OtherReplicas others;
  private final Reflector reflector;
  private final Thread thread = Thread.ofVirtual().name("replicas").unstarted(this::run);
  private volatile boolean closed;
  private @Nullable ReplicaWord said;
  private long saidAt;
  private String problem = "";
  private final Set<String> unremovable = new HashSet<>();

  /**
   * How long a Lease holds.
   *
   * @param renewal how often it is written when there is nothing new
   * @param life after which one that is silent is gone
   * @param look how often is looked whether there is something new
   */
  public record Terms(Duration renewal, Duration life, Duration look) {
    /** As every kubelet does for its node. */
    public static final Terms DEFAULT =
        new Terms(Duration.ofSeconds(10), Duration.ofSeconds(40), Duration.ofSeconds(1));
  }

  /**
   * @param word what is to be said now
   */
  public Replicas(
      KubernetesClient client,
      KubeApi api,
      KubeSettings settings,
      Terms terms,
      Leadership leadership,
      Supplier<ReplicaWord> word) {
    this.client = client;
    this.settings = settings;
    this.terms = terms;
    this.leadership = leadership;
    this.word = word;
    this.others =
        new OtherReplicas(settings.podName(), terms.renewal(), terms.life(), System::nanoTime);
    this.reflector =
        new Reflector(
            api,
            ImmutableList.of(ReplicaLease.all(settings)),
            new SharedText(),
            ServedKinds.ALWAYS,
            others);
  }

  public void start() {
    reflector.start();
    thread.start();
  }

  /** The others, by name. */
  public ImmutableList<Replica> others() {
    return others.all();
  }

  /** Whether all proxies of all others trust the mesh's own roots of that version. */
  public boolean trust(String roots) {
    return others.trust(roots);
  }

  /** Rises when another says something else. */
  public long version() {
    return others.version();
  }

  private void run() {
    while (!closed) {
      try {
        look();
      } catch (RuntimeException e) {
        log.error("What is to be said to the other istiods cannot be found out; going on", e);
      }
      try {
        Thread.sleep(terms.look());
      } catch (InterruptedException _) {
        return;
      }
    }
  }

  private void look() {
    reflector.check();
    ReplicaWord now = word.get();
    boolean due = said == null || System.nanoTime() - saidAt >= terms.renewal().toNanos();
    if (due || !now.equals(said)) {
      say(now);
    }
    if (due && leadership.leads()) {
      others.all().stream().filter(one -> !one.alive()).forEach(this::forget);
    }
  }

  private void say(ReplicaWord now) {
    try {
      client
          .resource(ReplicaLease.of(settings, now, terms.life()))
          .fieldManager(FIELD_MANAGER)
          .forceConflicts()
          .serverSideApply();
      said = now;
      saidAt = System.nanoTime();
      problem = "";
    } catch (KubernetesClientException e) {
      String why = e.getStatus() == null ? Throwables.getRootCause(e).toString() : e.toString();
      if (!closed && !why.equals(problem)) {
        log.warn("The other istiods are not told how this one is: {}", why);
      }
      problem = why;
    }
  }

  /** Not if it has said something after all: then its Lease has another version. */
  private void forget(Replica silent) {
    try {
      client
          .leases()
          .inNamespace(settings.namespace())
          .withName(silent.name())
          .lockResourceVersion(silent.leaseVersion())
          .delete();
      log.info("{} was silent for {}: it is not waited for", silent.name(), terms.life());
    } catch (KubernetesClientException e) {
      if (e.getCode() != HttpURLConnection.HTTP_CONFLICT && unremovable.add(silent.name())) {
        log.warn("The Lease of {}, which is gone, stays: {}", silent.name(), e.getMessage());
      }
    }
  }

  /** Nobody need wait for an istiod that ends. */
  @Override
  public void close() {
    closed = true;
    thread.interrupt();
    reflector.close();
    Thread farewell = Thread.ofVirtual().start(this::farewell);
    try {
      thread.join(FAREWELL);
      farewell.join(FAREWELL);
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    }
  }

  private void farewell() {
    try {
      thread.join();
      client.leases().inNamespace(settings.namespace()).withName(settings.podName()).delete();
    } catch (KubernetesClientException | IllegalStateException e) {
      // The API server does not answer, or has not before the client was closed.
      log.info("The Lease of this istiod stays until it ends by itself: {}", e.getMessage());
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    }
  }
}
