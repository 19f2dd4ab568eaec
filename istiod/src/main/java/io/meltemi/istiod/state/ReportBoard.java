package io.meltemi.istiod.state;

import com.google.common.collect.ImmutableList;
import io.meltemi.translator.diagnostic.Diagnostic;
import io.meltemi.translator.diagnostic.Severity;
import java.util.List;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.atomic.AtomicLong;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What is to be said about the user's objects right now, by who says it. Each new diagnostic is
 * logged once, and once more when it no longer holds.
 */
public final class ReportBoard {

  private static final Logger log = LoggerFactory.getLogger("diagnostics");

  private final ConcurrentSkipListMap<String, ImmutableList<Diagnostic>> byOrigin =
      new ConcurrentSkipListMap<>();
  private final AtomicLong version = new AtomicLong();

  /** Replaces all that {@code origin} said before. */
  public void replace(String origin, ImmutableList<Diagnostic> now) {
    ImmutableList<Diagnostic> before =
        now.isEmpty() ? byOrigin.remove(origin) : byOrigin.put(origin, now);
    List<Diagnostic> known = before == null ? ImmutableList.of() : before;
    if (now.equals(known)) {
      return;
    }
    version.incrementAndGet();
    now.stream().filter(diagnostic -> !known.contains(diagnostic)).forEach(ReportBoard::say);
    if (now.isEmpty() && !known.isEmpty()) {
      log.info("{} has no more problems", origin);
    }
  }

  static void say(Diagnostic diagnostic) {
    if (diagnostic.severity() == Severity.INFO) {
      log.info("{}", diagnostic);
    } else {
      log.warn("{}", diagnostic);
    }
  }

  /** Rises when anything else is said. */
  public long version() {
    return version.get();
  }

  /** What {@code origin} says. */
  public ImmutableList<Diagnostic> of(String origin) {
    return byOrigin.getOrDefault(origin, ImmutableList.of());
  }

  /** All of them, in the order of their origins. */
  public ImmutableList<Diagnostic> all() {
    return byOrigin.values().stream()
        .flatMap(List::stream)
        .collect(ImmutableList.toImmutableList());
  }
}
