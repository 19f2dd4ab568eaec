package io.meltemi.istiod.watch;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableSet;
import io.meltemi.translator.config.ConfigObject;
import io.meltemi.translator.config.KeySet;
import io.meltemi.translator.config.ObjectMeta;
import io.meltemi.translator.config.RequestAuthentication;
import io.meltemi.translator.config.RequestAuthentication.JwtRule;
import io.meltemi.translator.diagnostic.ConfigKey;
import io.meltemi.translator.diagnostic.ConfigKind;
import io.meltemi.translator.diagnostic.Position;
import java.io.IOException;
import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Fetches the keys that RequestAuthentications name. It stands before the mesh loop and sees which
 * addresses are wanted; what it fetches it tells the loop like any other source.
 *
 * <p>Keys once fetched are kept until there are newer ones or nobody wants them; an address that
 * fails is asked again ever more rarely, whatever happens to the objects. The mesh starts when
 * every address wanted at the start was tried once: a restart must not take proxies' keys away.
 */
public final class KeySetSource implements ConfigSink, AutoCloseable {

  private static final Logger log = LoggerFactory.getLogger(KeySetSource.class);

  /** What its {@link ConfigEvent.Synced} says. */
  public static final String NAME = "key sets";

  private static final int FETCHERS = 8;

  /**
   * How often addresses are asked.
   *
   * @param refresh after a success
   * @param retry after the first failure; twice as long after each further one
   * @param mostRetry at most
   */
  public record Pace(Duration refresh, Duration retry, Duration mostRetry) {

    /** Istio refreshes every 20 minutes. */
    public static final Pace DEFAULT =
        new Pace(Duration.ofMinutes(20), Duration.ofSeconds(2), Duration.ofMinutes(2));
  }

  private final ConfigSink loop;
  private final KeyServer server;
  private final Pace pace;
  private final boolean fetchedByProxies;
  private final ScheduledExecutorService workers =
      Executors.newScheduledThreadPool(
          FETCHERS, Thread.ofPlatform().daemon().name("key-sets-", 0).factory());
  private final Map<ConfigKey, ImmutableSet<String>> wanted = new HashMap<>();
  private final Map<String, Address> addresses = new HashMap<>();
  private final Set<String> untried = new HashSet<>();
  private boolean started;
  private boolean synced;

  /** What is known of one address. */
  private static final class Address {
    private String keys = "";
    private int failures;
    private Future<?> next = java.util.concurrent.CompletableFuture.completedFuture(null);
  }

  /**
   * @param fetchedByProxies whether proxies that see the server among their services fetch
   *     themselves
   */
  public KeySetSource(ConfigSink loop, KeyServer server, Pace pace, boolean fetchedByProxies) {
    this.loop = loop;
    this.server = server;
    this.pace = pace;
    this.fetchedByProxies = fetchedByProxies;
  }

  @Override
  public synchronized void accept(ImmutableList<ConfigEvent> events) {
    loop.accept(events);
    for (ConfigEvent event : events) {
      switch (event) {
        case ConfigEvent.Upsert upsert -> want(upsert.object().key(), addresses(upsert.object()));
        case ConfigEvent.Delete delete -> want(delete.key(), ImmutableSet.of());
        case ConfigEvent.Synced _ -> started = true;
        case ConfigEvent.Report _ -> {}
      }
    }
    if (started) {
      syncIfTried();
    }
  }

  private static ImmutableSet<String> addresses(ConfigObject<?> object) {
    return object.spec() instanceof RequestAuthentication policy
        ? policy.jwtRules().stream()
            .map(JwtRule::keysAddress)
            .flatMap(java.util.Optional::stream)
            .collect(ImmutableSet.toImmutableSet())
        : ImmutableSet.of();
  }

  private void want(ConfigKey policy, ImmutableSet<String> now) {
    if (policy.kind() != ConfigKind.REQUEST_AUTHENTICATION) {
      return;
    }
    ImmutableSet<String> before = now.isEmpty() ? wanted.remove(policy) : wanted.put(policy, now);
    for (String address : now) {
      if (!addresses.containsKey(address)) {
        addresses.put(address, new Address());
        if (!synced) {
          untried.add(address);
        }
        schedule(address, Duration.ZERO);
      }
    }
    if (before != null) {
      before.stream().filter(address -> !isWanted(address)).forEach(this::forget);
    }
  }

  private boolean isWanted(String address) {
    return wanted.values().stream().anyMatch(all -> all.contains(address));
  }

  private void forget(String address) {
    Address gone = addresses.remove(address);
    if (gone != null) {
      gone.next.cancel(false);
      untried.remove(address);
      loop.accept(ImmutableList.of(new ConfigEvent.Delete(key(address))));
    }
  }

  private void schedule(String address, Duration delay) {
    Address known = addresses.get(address);
    if (known != null && !workers.isShutdown()) {
      known.next = workers.schedule(() -> fetch(address), delay.toNanos(), TimeUnit.NANOSECONDS);
    }
  }

  private void fetch(String address) {
    try {
      fetched(address, KeySetText.keySet(server.fetch(address)), "");
    } catch (IOException e) {
      fetched(address, "", words(e));
    } catch (RuntimeException e) {
      log.error("fetching {} failed", address, e);
      fetched(address, "", e.toString());
    }
  }

  private static String words(IOException e) {
    String message = e.getMessage();
    return message == null || message.isBlank() ? e.toString() : message;
  }

  private synchronized void fetched(String address, String keys, String problem) {
    Address known = addresses.get(address);
    if (known == null) {
      return; // nobody wants it any more
    }
    known.failures = problem.isEmpty() ? 0 : known.failures + 1;
    known.keys = keys.isEmpty() ? known.keys : keys;
    loop.accept(
        ImmutableList.of(
            new ConfigEvent.Upsert(
                ConfigObject.of(
                    key(address),
                    ObjectMeta.EMPTY,
                    new KeySet(known.keys, problem, fetchedByProxies)),
                new Position(address, 0, 0))));
    schedule(address, problem.isEmpty() ? pace.refresh() : retry(known.failures));
    untried.remove(address);
    syncIfTried();
  }

  private Duration retry(int failures) {
    Duration next = pace.retry().multipliedBy(1L << Math.min(failures - 1, 20));
    return next.compareTo(pace.mostRetry()) < 0 ? next : pace.mostRetry();
  }

  private void syncIfTried() {
    if (started && !synced && untried.isEmpty()) {
      synced = true;
      loop.accept(ImmutableList.of(new ConfigEvent.Synced(NAME)));
    }
  }

  private static ConfigKey key(String address) {
    return new ConfigKey(ConfigKind.KEY_SET, "", address);
  }

  @Override
  public void close() {
    workers.shutdownNow();
  }
}
