package io.meltemi.istiod.xds;

import io.meltemi.translator.xds.ResourceDelta;
import io.meltemi.translator.xds.ResourceSet;
import io.meltemi.translator.xds.XdsResource;
import io.meltemi.translator.xds.XdsType;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;

/**
 * What one stream has asked for and been sent of one type.
 *
 * <p>What was sent is a reference to a whole set, of which the proxy has the part it subscribed to:
 * differences are those between two sets, computed once for all streams, and not a map of versions
 * in every stream. Names that are due for another reason than a difference are {@code owed}.
 *
 * <p>Not thread-safe: its stream's lock guards it.
 */
abstract class Subscription {

  static final String WILDCARD = "*";

  final XdsType type;
  final Transitions transitions;
  final Outstanding outstanding = new Outstanding();

  /** Names asked for one by one. */
  final NameSet names = new NameSet();

  /** Of those, the ones to send whether they have changed or not. */
  final NameSet owed = new NameSet();

  /** The parts of an answer that was too big for one response. */
  final Deque<Batch> backlog = new ArrayDeque<>();

  boolean active;
  boolean wildcard;

  /** Everything that is wanted is to be sent, whether it has changed or not. */
  boolean owesAll;

  /** A response is due even if it is empty: Envoy waits for one. */
  boolean owesAnswer;

  ResourceSet sent = ResourceSet.EMPTY;

  Subscription(XdsType type, Transitions transitions) {
    this.type = type;
    this.transitions = transitions;
  }

  /** Takes what a request says about names. */
  abstract void accept(Inbound.Request request);

  /** What to send next on the way to {@code goal}; empty when it has been reached. */
  abstract Optional<Batch> next(ResourceSet goal);

  /** Whether a request answers a response that is not the last one of the stream. */
  abstract boolean isStale(Inbound.Request request);

  /** Whether {@link #next} might have something. */
  final boolean differs(ResourceSet goal) {
    return active
        && (owesAll
            || owesAnswer
            || !owed.isEmpty()
            || !backlog.isEmpty()
            || !transitions.between(sent, goal).isEmpty());
  }

  /** Whether the proxy has all of {@code goal} and has said so, or has had its time. */
  final boolean isSettled(ResourceSet goal) {
    return !differs(goal) && outstanding.isEmpty();
  }

  /**
   * Makes resources of this type due that a parent resource refers to by the parent's name: an
   * updated cluster warms up only when its endpoints come again.
   */
  void oweChildrenOf(List<XdsResource> parents) {
    if (names.isEmpty()) {
      return;
    }
    for (XdsResource parent : parents) {
      if (names.contains(parent.name())) {
        owed.add(parent.name());
      }
    }
  }

  /**
   * Sends what was refused together again, in parts, so that one bad resource does not take the
   * others with it: Envoy stops at the first endpoints, routes or secret it refuses, and drops what
   * stands behind it in the response. (Of clusters and listeners it takes the good ones.) The parts
   * get smaller every time and a single resource is not sent again, so this ends.
   *
   * @return whether there is anything to be sent again
   */
  final boolean isolate(Batch refused, List<String> blamed) {
    if (type.isWildcard() || refused.resources().size() < 2) {
      return false;
    }
    List<XdsResource> current =
        refused.resources().stream().filter(this::isWhatWasSentLast).toList();
    List<XdsResource> others =
        current.stream().filter(each -> !blamed.contains(each.name())).toList();
    if (others.size() < refused.resources().size()) {
      addToBacklog(others);
      current.stream()
          .filter(each -> blamed.contains(each.name()))
          .forEach(each -> addToBacklog(List.of(each)));
    } else {
      int half = others.size() / 2;
      addToBacklog(others.subList(0, half));
      addToBacklog(others.subList(half, others.size()));
    }
    return !current.isEmpty();
  }

  private boolean isWhatWasSentLast(XdsResource resource) {
    return wants(resource.name()) && sent.get(resource.name()).filter(resource::equals).isPresent();
  }

  private void addToBacklog(List<XdsResource> part) {
    if (!part.isEmpty()) {
      backlog.add(Batch.ofNews(part, Batch.NOTHING_REMOVED, false));
    }
  }

  final boolean wants(String name) {
    return wildcard || names.contains(name);
  }

  /** The resources of {@code owed} that exist, by binary search or in one pass. */
  final List<XdsResource> owedIn(ResourceSet goal) {
    if (owed.isEmpty()) {
      return List.of();
    }
    List<XdsResource> found = new ArrayList<>(owed.size());
    if (owed.size() > goal.size() / 16) {
      for (XdsResource resource : goal) {
        if (owed.contains(resource.name())) {
          found.add(resource);
        }
      }
    } else {
      for (String name : owed.names()) {
        goal.get(name).ifPresent(found::add);
      }
    }
    return found;
  }

  /** Of what has changed, the wanted that are not owed anyway. */
  final List<XdsResource> wantedOf(List<XdsResource> changed) {
    List<XdsResource> wanted = new ArrayList<>();
    for (XdsResource resource : changed) {
      if (wants(resource.name()) && !owed.contains(resource.name())) {
        wanted.add(resource);
      }
    }
    return wanted;
  }

  static boolean adds(ResourceSet from, ResourceSet to, ResourceDelta change) {
    return to.size() > from.size() - change.removed().size();
  }
}
