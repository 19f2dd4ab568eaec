package io.meltemi.istiod.xds;

import io.meltemi.translator.xds.ResourceDelta;
import io.meltemi.translator.xds.ResourceSet;
import io.meltemi.translator.xds.XdsResource;
import io.meltemi.translator.xds.XdsType;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * A subscription in state-of-the-world xDS: every request repeats all names.
 *
 * <p>A response of clusters or listeners holds all of them, and what is missing is gone. A response
 * of the other types holds the named resources that are new or have changed; Envoy keeps the rest.
 */
final class SotwSubscription extends Subscription {

  /** The version that the proxy had before this stream, until the first answer. */
  private String knownVersion = "";

  private boolean hasNamed;

  SotwSubscription(XdsType type, Transitions transitions) {
    super(type, transitions);
  }

  /** A nonce of before this stream's first response is not ours to judge: it may be istioctl's. */
  @Override
  boolean isStale(Inbound.Request request) {
    return !request.nonce().isEmpty()
        && outstanding.hasSent()
        && !outstanding.isLast(request.nonce());
  }

  @Override
  void accept(Inbound.Request request) {
    boolean first = !active;
    active = true;
    if (first) {
      knownVersion = request.version();
    }
    List<String> asked = request.subscribe();
    hasNamed |= !asked.isEmpty() && !asked.contains(WILDCARD);
    boolean all = type.isWildcard() && (asked.contains(WILDCARD) || (asked.isEmpty() && !hasNamed));
    if (all && !wildcard) {
      owesAll = true;
      owesAnswer = true;
    }
    wildcard = all;
    takeNames(asked);
  }

  private void takeNames(List<String> asked) {
    if (asked.size() == names.size() && asked.stream().allMatch(names::contains)) {
      return;
    }
    NameSet before = new NameSet();
    names.names().forEach(before::add);
    names.clear();
    for (String name : asked) {
      if (!name.equals(WILDCARD) && names.add(name) && !before.contains(name)) {
        owed.add(name);
        owesAnswer = true;
      }
    }
    for (String name : owed.names()) {
      if (!names.contains(name)) {
        owed.remove(name);
      }
    }
  }

  @Override
  Optional<Batch> next(ResourceSet goal) {
    if (!active) {
      return Optional.empty();
    }
    if (!backlog.isEmpty()) {
      return Optional.of(backlog.remove());
    }
    if (!differs(goal)) {
      sent = goal;
      return Optional.empty();
    }
    Optional<Batch> batch = type.isWildcard() ? world(goal) : named(goal);
    sent = goal;
    knownVersion = "";
    owed.clear();
    owesAll = false;
    owesAnswer = false;
    return batch;
  }

  private Optional<Batch> world(ResourceSet goal) {
    if (wildcard && !knownVersion.isEmpty() && knownVersion.equals(goal.version())) {
      return Optional.empty();
    }
    ResourceDelta change = transitions.between(sent, goal);
    boolean adds = owesAll || !owed.isEmpty() || adds(sent, goal, change);
    List<XdsResource> all = new ArrayList<>(goal.size());
    for (XdsResource resource : goal) {
      if (wants(resource.name())) {
        all.add(resource);
      }
    }
    List<XdsResource> changed = owesAll || !owed.isEmpty() ? all : change.upserted();
    return Optional.of(new Batch(all, Batch.NOTHING_REMOVED, changed, adds));
  }

  private Optional<Batch> named(ResourceSet goal) {
    List<XdsResource> upserted = new ArrayList<>(owedIn(goal));
    upserted.addAll(wantedOf(transitions.between(sent, goal).upserted()));
    return upserted.isEmpty() && !owesAnswer
        ? Optional.empty()
        : Optional.of(Batch.ofNews(upserted, Batch.NOTHING_REMOVED, true));
  }
}
