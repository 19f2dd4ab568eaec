package io.meltemi.istiod.replica;

import com.google.common.collect.ImmutableList;
import io.meltemi.istiod.kube.ApiObject;
import io.meltemi.istiod.kube.ObjectFollower;
import java.time.Duration;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.LongSupplier;

/**
 * The other istiods by their Leases. Nobody's clock is compared with ours, and silence counts only
 * while our own renewals come back to us: when the API server is away, or our watch hangs, nobody
 * can be heard and nobody is thought dead.
 *
 * <p>Told by a reflector; any thread may ask.
 */
final class OtherReplicas implements ObjectFollower {

  private final String own;
  private final Duration renewal;
  private final Duration life;
  private final LongSupplier nanoTime;
  private final Map<String, Heard> others = new TreeMap<>();
  private final Set<String> listed = new HashSet<>();
  private boolean isListed;
  private long version;

  /** Our own Lease; before it is seen for the first time its version is empty. */
  private String ownVersion = "";

  private long ownAt;

  /** For how long our own renewals have come back, without what is missing between two. */
  private long awake;

  /**
   * @param at how long we were awake when it was heard of
   */
  private record Heard(String version, ReplicaWord word, long at) {}

  /**
   * @param own our own name
   * @param renewal how often each renews its Lease
   * @param life after which one that is silent is gone
   */
  OtherReplicas(String own, Duration renewal, Duration life, LongSupplier nanoTime) {
    this.own = own;
    this.renewal = renewal;
    this.life = life;
    this.nanoTime = nanoTime;
  }

  @Override
  public synchronized void listBegins() {
    listed.clear();
  }

  @Override
  public synchronized void listed(ApiObject object) {
    listed.add(object.name());
    changed(object);
  }

  @Override
  public synchronized void listEnds() {
    others.keySet().retainAll(listed);
    isListed = true;
    version++;
  }

  @Override
  public synchronized void changed(ApiObject object) {
    if (object.name().equals(own)) {
      renewed(object.resourceVersion());
      return;
    }
    Heard before = others.get(object.name());
    if (before == null || !before.version().equals(object.resourceVersion())) {
      ReplicaWord word = ReplicaLease.word(object);
      others.put(object.name(), new Heard(object.resourceVersion(), word, awake));
      if (before == null || !before.word().equals(word)) {
        version++;
      }
    }
  }

  private void renewed(String resourceVersion) {
    if (resourceVersion.equals(ownVersion)) {
      return;
    }
    long now = nanoTime.getAsLong();
    if (!ownVersion.isEmpty()) {
      awake += Math.min(now - ownAt, renewal.multipliedBy(2).toNanos());
    }
    ownVersion = resourceVersion;
    ownAt = now;
  }

  @Override
  public synchronized void removed(ApiObject object) {
    if (others.remove(object.name()) != null) {
      version++;
    }
  }

  /** Rises when somebody comes, goes, or says something else; not when one falls silent. */
  synchronized long version() {
    return version;
  }

  /** By name. */
  synchronized ImmutableList<Replica> all() {
    return others.entrySet().stream()
        .map(each -> replica(each.getKey(), each.getValue()))
        .collect(ImmutableList.toImmutableList());
  }

  private Replica replica(String name, Heard heard) {
    return new Replica(name, heard.version(), isAlive(heard), heard.word());
  }

  private boolean isAlive(Heard heard) {
    return awake - heard.at() < life.toNanos();
  }

  /**
   * Whether all that live trust the roots of that version with all of their proxies; not while we
   * do not hear even ourselves.
   */
  synchronized boolean trust(String roots) {
    return isListed
        && !ownVersion.isEmpty()
        && nanoTime.getAsLong() - ownAt < life.toNanos()
        && others.values().stream()
            .filter(this::isAlive)
            .allMatch(heard -> heard.word().trusts(roots));
  }
}
