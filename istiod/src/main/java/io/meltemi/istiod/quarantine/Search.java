package io.meltemi.istiod.quarantine;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableSet;
import com.google.common.collect.Iterables;
import io.meltemi.translator.diagnostic.ConfigKey;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Finds the objects for which a resource is refused, by asking the proxy that refuses it.
 *
 * <p>First all suspects are set aside. If the resource is accepted then, they come back in halves,
 * and halves of what is refused again, down to single objects; if not, a wider circle is suspected.
 * The proxy is asked at most twice for each suspect, so a proxy that refuses everything comes to an
 * end, too: with everything set aside that may be, for itself.
 */
final class Search {

  /** How it stands. */
  enum State {
    LOOKING,
    FOUND,
    /** Whatever is set aside, the resource is refused. */
    IN_VAIN
  }

  /** A proxy that refuses more objects than that, one by one, is not asked on. */
  static final int MOST_GUILTY = 100;

  private final Deque<ImmutableList<ConfigKey>> circles;
  private final Deque<ImmutableList<ConfigKey>> untested = new ArrayDeque<>();
  private final Set<ConfigKey> guilty = new LinkedHashSet<>();
  private final Map<String, Boolean> verdicts = new HashMap<>();

  /** Those that came back last and are being judged; empty while nobody has come back yet. */
  private ImmutableList<ConfigKey> trial = ImmutableList.of();

  private State state;

  /** The version that the proxy is to judge. */
  private String awaited = "";

  /**
   * A search that is about to set aside the first circle.
   *
   * @param refusedVersion of the resource, with everybody in it
   */
  Search(Suspects suspects, String refusedVersion) {
    this.circles = new ArrayDeque<>(suspects.circles());
    this.state = circles.isEmpty() ? State.IN_VAIN : State.LOOKING;
    verdicts.put(refusedVersion, false);
  }

  State state() {
    return state;
  }

  /** Whom to set aside for the next question; those found guilty if there is none any more. */
  ImmutableSet<ConfigKey> setAside() {
    return switch (state) {
      case LOOKING ->
          trial.isEmpty()
              ? ImmutableSet.copyOf(circles.getFirst())
              : ImmutableSet.copyOf(Iterables.concat(guilty, Iterables.concat(untested)));
      case FOUND -> ImmutableSet.copyOf(guilty);
      case IN_VAIN -> ImmutableSet.of();
    };
  }

  /**
   * The question as it was put.
   *
   * @param version of the resource; empty if there is none without those that are set aside, which
   *     nobody refuses
   */
  void asked(Optional<String> version) {
    awaited = version.orElse("");
    if (version.isEmpty()) {
      judge(true);
    } else {
      Boolean known = verdicts.get(awaited);
      if (known != null) {
        judge(known);
      }
    }
  }

  /** What the proxy says of a version. */
  void answered(String version, boolean accepted) {
    if (state == State.LOOKING && version.equals(awaited)) {
      verdicts.put(version, accepted);
      judge(accepted);
    }
  }

  private void judge(boolean accepted) {
    awaited = "";
    boolean everybodyIsOut = trial.isEmpty();
    if (everybodyIsOut && !accepted) {
      circles.remove();
      state = circles.isEmpty() ? State.IN_VAIN : State.LOOKING;
      return;
    }
    if (everybodyIsOut) {
      halve(circles.getFirst());
    } else if (!accepted) {
      halve(trial);
    }
    if (guilty.size() > MOST_GUILTY) {
      state = State.IN_VAIN;
    } else if (untested.isEmpty()) {
      state = State.FOUND;
    } else {
      trial = untested.remove();
    }
  }

  private void halve(ImmutableList<ConfigKey> refused) {
    if (refused.size() == 1) {
      guilty.addAll(refused);
    } else {
      int half = refused.size() / 2;
      untested.addFirst(refused.subList(half, refused.size()));
      untested.addFirst(refused.subList(0, half));
    }
  }
}
