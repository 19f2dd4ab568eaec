package io.meltemi.istiod.xds;

import com.google.common.collect.ImmutableList;
import io.meltemi.translator.xds.ResourceDelta;
import io.meltemi.translator.xds.ResourceSet;
import io.meltemi.translator.xds.XdsResource;
import io.meltemi.translator.xds.XdsType;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** A subscription in delta xDS: names come and go, and only differences are sent. */
final class DeltaSubscription extends Subscription {

  /** Pushes of parents before the first request; beyond that nothing that is known is believed. */
  private static final int MAX_PARENTS = 16;

  /** What the proxy said it has, by name, until the first answer; it may be a reconnect. */
  private Map<String, String> known = Map.of();

  /** Parents sent before this type was asked for: what is known of their children does not do. */
  private final List<List<XdsResource>> parents = new ArrayList<>();

  DeltaSubscription(XdsType type, Transitions transitions) {
    super(type, transitions);
  }

  @Override
  void accept(Inbound.Request request) {
    boolean first = !active;
    active = true;
    if (first) {
      known = knownOf(request);
      parents.clear();
    }
    request.unsubscribe().forEach(this::unsubscribe);
    request.subscribe().forEach(this::subscribe);
    boolean namesNothing = request.subscribe().isEmpty() && request.unsubscribe().isEmpty();
    boolean asksForAll = first ? type.isWildcard() : wildcard && request.nonce().isEmpty();
    if (namesNothing && asksForAll) {
      subscribe(WILDCARD);
    }
  }

  private Map<String, String> knownOf(Inbound.Request request) {
    if (request.known().isEmpty() || parents.size() > MAX_PARENTS) {
      return Map.of();
    }
    Map<String, String> versions = new HashMap<>(request.known());
    parents.forEach(batch -> batch.forEach(parent -> versions.remove(parent.name())));
    return versions;
  }

  private void subscribe(String name) {
    if (name.equals(WILDCARD)) {
      wildcard = true;
      owesAll = true;
      owesAnswer = true;
    } else {
      names.add(name);
      owed.add(name);
    }
  }

  private void unsubscribe(String name) {
    if (name.equals(WILDCARD)) {
      wildcard = false;
    } else {
      names.remove(name);
      owed.remove(name);
    }
  }

  /** Delta requests are about names, whatever response they answer, so none is out of date. */
  @Override
  boolean isStale(Inbound.Request request) {
    return false;
  }

  @Override
  void oweChildrenOf(List<XdsResource> parentResources) {
    super.oweChildrenOf(parentResources);
    if (!active && parents.size() <= MAX_PARENTS) {
      parents.add(parentResources);
    } else if (!known.isEmpty()) {
      parentResources.forEach(parent -> known.remove(parent.name()));
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
    ResourceDelta change = transitions.between(sent, goal);
    List<XdsResource> due = owesAll ? wantedIn(goal) : owedIn(goal);
    Batch batch =
        Batch.ofNews(
            upserted(change, due),
            removed(change, goal, due),
            owesAll || !owed.isEmpty() || adds(sent, goal, change));
    boolean answer = owesAnswer;
    sent = goal;
    known = Map.of();
    owed.clear();
    owesAll = false;
    owesAnswer = false;
    return batch.isEmpty() && !answer ? Optional.empty() : Optional.of(batch);
  }

  private List<XdsResource> wantedIn(ResourceSet goal) {
    List<XdsResource> wanted = new ArrayList<>(goal.size());
    for (XdsResource resource : goal) {
      if (wants(resource.name())) {
        wanted.add(resource);
      }
    }
    return wanted;
  }

  private List<XdsResource> upserted(ResourceDelta change, List<XdsResource> due) {
    if (due.isEmpty()) {
      return wildcard ? change.upserted() : wantedOf(change.upserted());
    }
    List<XdsResource> upserted = new ArrayList<>(due);
    upserted.removeIf(this::isKnown);
    if (!owesAll && (wildcard || owed.size() < names.size())) {
      upserted.addAll(wantedOf(change.upserted()));
    }
    return upserted;
  }

  private boolean isKnown(XdsResource resource) {
    return !known.isEmpty() && resource.version().equals(known.get(resource.name()));
  }

  /** Gone since the last response, or never there though asked for or known. */
  private List<String> removed(ResourceDelta change, ResourceSet goal, List<XdsResource> due) {
    boolean allFound = owed.isEmpty() || (!owesAll && due.size() == owed.size());
    if (known.isEmpty() && allFound && (wildcard || change.removed().isEmpty())) {
      return change.removed();
    }
    Set<String> candidates = new LinkedHashSet<>(change.removed());
    candidates.addAll(owed.names());
    candidates.addAll(known.keySet());
    return candidates.stream()
        .filter(name -> wants(name) && goal.get(name).isEmpty())
        .collect(ImmutableList.toImmutableList());
  }
}
