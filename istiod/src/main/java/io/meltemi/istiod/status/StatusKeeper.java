package io.meltemi.istiod.status;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableListMultimap;
import com.google.common.collect.ImmutableMap;
import com.google.common.collect.ImmutableSet;
import com.google.common.util.concurrent.RateLimiter;
import io.meltemi.istiod.kube.KubeApi;
import io.meltemi.istiod.kube.KubeRefusal;
import io.meltemi.istiod.replica.Replica;
import io.meltemi.istiod.replica.Replicas;
import io.meltemi.istiod.state.MeshLoop;
import io.meltemi.istiod.state.ReportBoard;
import io.meltemi.istiod.status.StatusObserver.Result;
import io.meltemi.istiod.watch.kube.ObjectState;
import io.meltemi.translator.diagnostic.ConfigKey;
import io.meltemi.translator.diagnostic.ConfigKind;
import io.meltemi.translator.diagnostic.Diagnostic;
import io.meltemi.translator.diagnostic.DiagnosticCode;
import io.meltemi.translator.model.DiagnosticIndex;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps the condition {@code Accepted} of the user's objects true, as long as this istiod leads.
 *
 * <p>Now and then it compares four numbers with what they were: whether other objects are there,
 * other things are said of the model, of proxies, or by other istiods of theirs. Only then it looks
 * at the objects, and writes those whose condition says something else than it should: the rejected
 * first, some in a second, and the rest the next time. A write of ours comes back as a change of
 * the object, which says what it should and is not written.
 */
public final class StatusKeeper implements AutoCloseable {

  private static final Logger log = LoggerFactory.getLogger(StatusKeeper.class);

  /** How long the loop may hold changes back before their objects are judged. */
  private static final Duration SETTLED = Duration.ofSeconds(20);

  /** How soon is tried again what istiod had no right to. */
  private static final Duration FORBIDDEN_FOR = Duration.ofMinutes(1);

  private final StatusConfig config;
  private final KubeApi api;
  private final BooleanSupplier leads;
  private final MeshLoop loop;
  private final ReportBoard reports;
  private final StatusBook book;
  private final Replicas replicas;
  private final StatusObserver observer;
  private final InstantSource clock;
  private final Pace pace = new Pace();
  private final RateLimiter limiter;
  private final Thread thread = Thread.ofVirtual().name("status-keeper").unstarted(this::run);
  private Seen seen = Seen.NOTHING;

  /** Since when proxies that refuse something have had to say so to somebody who is heard here. */
  private @Nullable Instant hearsSince;

  private ImmutableSet<String> heard = ImmutableSet.of();

  /** Until when the objects of a kind are left alone. */
  private final Map<ConfigKind, Instant> forbidden = new EnumMap<>(ConfigKind.class);

  private String lastProblem = "";

  /** What was judged last. */
  private record Seen(
      long book, @Nullable DiagnosticIndex diagnostics, long reports, long replicas) {
    static final Seen NOTHING = new Seen(-1, null, -1, -1);
  }

  private record Write(ObjectState state, Verdict verdict) {
    ConfigKind kind() {
      return state.key().kind();
    }
  }

  public StatusKeeper(
      StatusConfig config,
      KubeApi api,
      BooleanSupplier leads,
      MeshLoop loop,
      ReportBoard reports,
      StatusBook book,
      Replicas replicas,
      StatusObserver observer,
      InstantSource clock) {
    this.config = config;
    this.api = api;
    this.leads = leads;
    this.loop = loop;
    this.reports = reports;
    this.book = book;
    this.replicas = replicas;
    this.observer = observer;
    this.clock = clock;
    this.limiter = RateLimiter.create(config.perSecond());
  }

  public void start() {
    thread.start();
  }

  private void run() {
    while (true) {
      try {
        Thread.sleep(config.look());
        look();
      } catch (InterruptedException _) {
        return;
      } catch (RuntimeException e) {
        log.error("writing statuses failed; going on", e);
      }
    }
  }

  private void look() throws InterruptedException {
    if (!loop.isSynced() || !leads.getAsBoolean()) {
      hearsSince = null;
      seen = Seen.NOTHING;
      observer.waiting(0);
      return;
    }
    Instant now = clock.instant();
    ImmutableSet<String> others =
        replicas.others().stream().map(Replica::name).collect(ImmutableSet.toImmutableSet());
    // The proxies of one that is gone have to come to another first.
    if (hearsSince == null || !others.containsAll(heard)) {
      hearsSince = now;
    }
    heard = others;
    Seen newest =
        new Seen(book.version(), loop.model().diagnostics(), reports.version(), replicas.version());
    if (newest.equals(seen)) {
      return;
    }
    ImmutableMap<ConfigKey, ObjectState> states = book.states();
    // A verdict must be about what the object says now: wait until the mesh has heard it.
    if (!loop.awaitPublished(loop.submitted(), SETTLED)) {
      return;
    }
    List<Write> writes = judge(states);
    observer.waiting(writes.size());
    pace.keep(states.keySet());
    boolean done = write(writes);
    seen = done ? newest : Seen.NOTHING;
  }

  private List<Write> judge(ImmutableMap<ConfigKey, ObjectState> states) {
    ImmutableListMultimap<ConfigKey, Diagnostic> said = said(states);
    List<Write> writes = new ArrayList<>();
    for (ObjectState state : states.values()) {
      Verdict verdict = Verdict.of(said.get(state.key()));
      if (!verdict.isSaidOf(state)) {
        writes.add(new Write(state, verdict));
      }
    }
    writes.sort(Comparator.comparing(write -> write.verdict().accepted()));
    return writes;
  }

  private ImmutableListMultimap<ConfigKey, Diagnostic> said(
      ImmutableMap<ConfigKey, ObjectState> states) {
    ImmutableListMultimap.Builder<ConfigKey, Diagnostic> said = ImmutableListMultimap.builder();
    ImmutableList<Diagnostic> reported = reports.all();
    reported.forEach(diagnostic -> said.put(diagnostic.object(), diagnostic));
    Elsewhere.refused(replicas.others(), states, refusedHere(reported))
        .forEach(diagnostic -> said.put(diagnostic.object(), diagnostic));
    said.putAll(loop.model().diagnostics().byObject());
    return said.build();
  }

  private static ImmutableSet<ConfigKey> refusedHere(ImmutableList<Diagnostic> reported) {
    return reported.stream()
        .filter(diagnostic -> diagnostic.code() == DiagnosticCode.REJECTED_BY_PROXY)
        .map(Diagnostic::object)
        .collect(ImmutableSet.toImmutableSet());
  }

  /** Says whether nothing is left to be written. */
  private boolean write(List<Write> writes) {
    boolean done = true;
    for (Write write : writes) {
      Instant now = clock.instant();
      if (!pace.allows(write.state(), now) || isForbidden(write, now) || mustWait(write, now)) {
        done = false;
        continue;
      }
      if (!limiter.tryAcquire() || !leads.getAsBoolean()) {
        return false;
      }
      pace.tried(write.state(), now);
      Result result = write(write, now);
      observer.wrote(result);
      // What was written comes back as a change; all else is to be seen to.
      done &= result == Result.WRITTEN;
    }
    return done;
  }

  private boolean isForbidden(Write write, Instant now) {
    return now.isBefore(forbidden.getOrDefault(write.kind(), Instant.MIN));
  }

  /** Proxies that refuse an object have to come to an istiod before it may be said they do not. */
  private boolean mustWait(Write write, Instant now) {
    Instant since = hearsSince;
    return since != null
        && now.isBefore(since.plus(config.patience()))
        && write.verdict().takesProxiesWordBack(write.state());
  }

  private Result write(Write write, Instant now) {
    try {
      api.patch(write.state().statusPath(), StatusPatch.of(write.state(), write.verdict(), now));
      lastProblem = "";
      forbidden.remove(write.kind());
      return Result.WRITTEN;
    } catch (KubeRefusal e) {
      if (e.isConflict() || e.isNotFound()) {
        return Result.CONFLICT; // it has changed, or is gone: its follower will say so
      }
      if (e.isForbidden()) {
        forbidden(write.kind(), e, now);
        return Result.FORBIDDEN;
      }
      return failed(write, String.valueOf(e.getMessage()));
    } catch (IOException e) {
      return failed(write, String.valueOf(e.getMessage()));
    }
  }

  private void forbidden(ConfigKind kind, KubeRefusal e, Instant now) {
    if (forbidden.put(kind, now.plus(FORBIDDEN_FOR)) == null) {
      log.warn(
          "No status of any {} is written: {}. Allow istiod to patch it, or set"
              + " PILOT_ENABLE_STATUS=false; everything else goes on",
          kind.kind(),
          e.getMessage());
    }
  }

  private Result failed(Write write, String problem) {
    if (!problem.equals(lastProblem)) {
      lastProblem = problem;
      log.warn("the status of {} cannot be written: {}", write.state().key(), problem);
    }
    return Result.FAILED;
  }

  @Override
  public void close() {
    thread.interrupt();
  }
}
