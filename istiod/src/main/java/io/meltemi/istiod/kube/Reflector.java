package io.meltemi.istiod.kube;

import com.fasterxml.jackson.core.JsonParser;
import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableSet;
import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Follows all objects of one kind: lists them, watches from there, and when a watch breaks goes on
 * from where it was. Only when the server has forgotten that far back is everything listed again.
 *
 * <p>While the server is away or refuses, the follower is told nothing: what it knew holds. Objects
 * are gone only when the server says so, in a watch or by a listing that was read to its end, or
 * when the whole kind is certainly gone.
 *
 * <p>Not an informer of the client library because those keep every object whole and hand out typed
 * copies: here an object is narrowed while it is read, and kept once, as what the mesh makes of it.
 */
public final class Reflector implements AutoCloseable {

  private static final Logger log = LoggerFactory.getLogger(Reflector.class);

  /** How long the server is asked to keep a watch; spread, so that not all end together. */
  private static final int WATCH_SECONDS = 270;

  private static final int WATCH_SPREAD = 60;

  /**
   * Servers send a bookmark every minute, give or take a quarter; a watch that had one and is
   * silent for longer hangs, whatever TCP says.
   */
  private static final Duration SILENCE = Duration.ofSeconds(100);

  /**
   * A kind that nobody writes has no bookmarks where etcd does not tell of its progress; then a
   * watch hangs that should have ended by itself.
   */
  private static final Duration SILENCE_WITHOUT_BOOKMARKS =
      SILENCE.plusSeconds(WATCH_SECONDS + WATCH_SPREAD);

  private static final Duration LOOK_FOR_KIND = Duration.ofSeconds(20);

  private static final String NOT_THERE = "the cluster does not have them";

  private final ImmutableList<Resource> versions;
  private final ObjectFollower follower;
  private final ServedKinds kinds;
  private final KubeApi api;
  private final TreeReader trees;
  private final Line line = new Line();
  private final Backoff backoff = new Backoff();
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition woken = lock.newCondition();
  private volatile ReflectorStatus.Phase phase = ReflectorStatus.Phase.STARTING;
  private volatile String problem = "";
  private volatile boolean synced;
  private volatile boolean closed;
  private volatile boolean relist;
  private volatile boolean bookmarked;
  private final AtomicLong lists = new AtomicLong();
  private final AtomicLong failures = new AtomicLong();
  private boolean wake;
  private @Nullable Thread thread;

  /** How one watch ended. */
  private enum End {
    /** To be watched on from the last version. */
    OVER,
    /** To be listed again. */
    EXPIRED
  }

  /**
   * @param versions of the same kind; the first that the server has is used
   */
  public Reflector(
      KubeApi api,
      ImmutableList<Resource> versions,
      SharedText text,
      ServedKinds kinds,
      ObjectFollower follower) {
    this.api = api;
    this.versions = versions;
    this.kinds = kinds;
    this.follower = follower;
    this.trees = new TreeReader(text.strings());
  }

  public String kind() {
    return versions.getFirst().kind();
  }

  public void start() {
    thread = Thread.ofVirtual().name("reflector-" + versions.getFirst().plural()).start(this::run);
  }

  public ReflectorStatus status() {
    return new ReflectorStatus(
        kind(), phase, synced, problem, line.silent(), lists.get(), failures.get());
  }

  /** Looks again at once if it waits: something has changed that it may have waited for. */
  public void wake() {
    lock.lock();
    try {
      wake = true;
      woken.signalAll();
    } finally {
      lock.unlock();
    }
  }

  /** Lists everything once more. */
  public void relist() {
    relist = true;
    line.hangUp();
    wake();
  }

  /** Ends a watch that has been silent for too long. To be called now and then. */
  public void check() {
    boolean speaking =
        phase == ReflectorStatus.Phase.WATCHING || phase == ReflectorStatus.Phase.LISTING;
    if (speaking && line.silent().compareTo(patience()) > 0) {
      log.warn(
          "What the server says of {} has been silent for {}; it is begun anew",
          kind(),
          line.silent());
      line.hangUp();
    }
  }

  /** How long the server may say nothing. */
  Duration patience() {
    boolean something = phase == ReflectorStatus.Phase.LISTING || bookmarked;
    return something ? SILENCE : SILENCE_WITHOUT_BOOKMARKS;
  }

  private void run() {
    while (!closed) {
      try {
        follow();
      } catch (InterruptedException _) {
        return;
      } catch (KubeRefusal e) {
        follower.refused(e);
        failed(String.valueOf(e.getMessage()));
      } catch (IOException e) {
        failed(String.valueOf(e.getMessage()));
      } catch (RuntimeException e) {
        log.error("Following {} failed; going on", kind(), e);
        failed(e.toString());
      }
    }
  }

  private void failed(String why) {
    if (closed) {
      return;
    }
    failures.incrementAndGet();
    if (!problem.equals(why)) {
      log.warn("{}: {}; what is known of them stays", versions.getFirst().plural(), why);
    }
    problem = why;
    try {
      pause(backoff.next());
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    }
  }

  private void pause(Duration most) throws InterruptedException {
    phase = ReflectorStatus.Phase.WAITING;
    sleep(most);
  }

  private void sleep(Duration most) throws InterruptedException {
    lock.lockInterruptibly();
    try {
      long left = most.toNanos();
      while (!wake && !closed && left > 0) {
        left = woken.awaitNanos(left);
      }
      wake = false;
    } finally {
      lock.unlock();
    }
  }

  private void follow() throws IOException, KubeRefusal, InterruptedException {
    phase = ReflectorStatus.Phase.LISTING;
    relist = false;
    for (Resource resource : versions) {
      try {
        if (kinds.of(resource) != ServedKinds.Answer.NOT_SERVED) {
          watch(resource, list(resource));
          return;
        }
      } catch (KubeRefusal e) {
        if (!e.isNotFound()) {
          throw e;
        }
      }
    }
    absent();
  }

  /** No version was found. */
  private void absent() throws InterruptedException {
    ImmutableSet<ServedKinds.Answer> answers =
        versions.stream().map(kinds::of).collect(ImmutableSet.toImmutableSet());
    if (answers.contains(ServedKinds.Answer.UNKNOWN)) {
      pause(backoff.next());
    } else if (answers.contains(ServedKinds.Answer.SERVED)
        || (answers.contains(ServedKinds.Answer.UNKNOWABLE) && synced)) {
      failed("the server does not find them");
    } else {
      gone();
    }
  }

  private void gone() throws InterruptedException {
    if (!problem.equals(NOT_THERE)) {
      log.warn("{} cannot be watched: {}", versions.getFirst().plural(), NOT_THERE);
    }
    problem = NOT_THERE;
    phase = ReflectorStatus.Phase.ABSENT;
    synced = true;
    follower.listBegins();
    follower.listEnds();
    sleep(LOOK_FOR_KIND);
  }

  private String list(Resource resource) throws IOException, KubeRefusal {
    long start = System.nanoTime();
    int[] count = {0};
    follower.listBegins();
    String version =
        new ListReader(api, trees, line)
            .list(
                resource,
                object -> {
                  count[0]++;
                  guarded(object, () -> follower.listed(object));
                });
    follower.listEnds();
    lists.incrementAndGet();
    log.info(
        "listed {} {} ({}) in {} ms",
        count[0],
        resource.plural(),
        resource.apiVersion(),
        Duration.ofNanos(System.nanoTime() - start).toMillis());
    synced = true;
    problem = "";
    return version;
  }

  /** Watches until everything has to be listed again. */
  private void watch(Resource resource, String from)
      throws IOException, KubeRefusal, InterruptedException {
    String[] version = {from};
    while (!closed && !relist) {
      try {
        if (watchOnce(resource, version) == End.EXPIRED) {
          return;
        }
      } catch (KubeRefusal e) {
        if (e.isExpired()) {
          return;
        }
        if (e.isNotFound()) {
          throw e; // this version of the kind is not there any more
        }
        failed(String.valueOf(e.getMessage()));
      } catch (IOException e) {
        if (!relist) {
          failed("the watch broke off: " + e.getMessage());
        }
      }
    }
  }

  private End watchOnce(Resource resource, String[] version)
      throws IOException, KubeRefusal, InterruptedException {
    int seconds = WATCH_SECONDS + ThreadLocalRandom.current().nextInt(WATCH_SPREAD);
    JsonParser json =
        api.get(
            resource.path(
                "watch=true&allowWatchBookmarks=true&timeoutSeconds="
                    + seconds
                    + "&resourceVersion="
                    + Resource.encoded(version[0])),
            line);
    try (WatchReader lines = new WatchReader(json, trees, resource)) {
      problem = "";
      bookmarked = false;
      phase = ReflectorStatus.Phase.WATCHING;
      long begun = System.nanoTime();
      for (WatchEvent event = lines.next(); event != null && !relist; event = lines.next()) {
        backoff.reset();
        switch (event) {
          case WatchEvent.Changed(ApiObject object) -> {
            guarded(object, () -> follower.changed(object));
            version[0] = object.resourceVersion();
          }
          case WatchEvent.Removed(ApiObject object) -> {
            guarded(object, () -> follower.removed(object));
            version[0] = object.resourceVersion();
          }
          case WatchEvent.Bookmark(String reached) -> {
            version[0] = reached;
            bookmarked = true;
          }
          case WatchEvent.Failed(int code, String message) -> {
            throw new KubeRefusal(code, message);
          }
        }
      }
      if (System.nanoTime() - begun < Duration.ofSeconds(1).toNanos()) {
        pause(backoff.next()); // a server that is going down ends watches as soon as they begin
      }
      return relist ? End.EXPIRED : End.OVER;
    }
  }

  private void guarded(ApiObject object, Runnable telling) {
    try {
      telling.run();
    } catch (RuntimeException | StackOverflowError e) {
      failures.incrementAndGet();
      log.error("{} {}/{} failed; going on", kind(), object.namespace(), object.name(), e);
    }
  }

  @Override
  public void close() {
    closed = true;
    line.hangUp();
    wake();
    Thread running = thread;
    if (running != null) {
      running.interrupt();
    }
  }
}
