package io.meltemi.istiod.xds;

import com.google.common.collect.ImmutableList;
import io.meltemi.translator.xds.ResourceDelta;
import io.meltemi.translator.xds.ResourceSet;
import io.meltemi.translator.xds.XdsResource;
import io.meltemi.translator.xds.XdsType;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** A subscription in delta xDS: names come and go, and only differences are sent. */
final class DeltaSubscription extends Subscription {

  /** What the proxy said it has, by name, until the first answer; it may be a reconnect. */
  private Map<String, String> known = Map.of();

  /** Parents sent before this type was asked for: what is known of their children does not do. */
  private final NameSet parents = new NameSet();

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
    if (request.known().isEmpty()) {
      return Map.of();
    }
    Map<String, String> versions = new HashMap<>(request.known());
    parents.names().forEach(versions::remove);
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
    for (XdsResource parent : parentResources) {
      if (!active) {
        parents.add(parent.name());
      } else if (!known.isEmpty()) {
        known.remove(parent.name());
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
    ResourceDelta change = transitions.between(sent, goal);
    boolean adds = owesAll || !owed.isEmpty() || adds(sent, goal, change);
    List<XdsResource> upserted = upserted(change, goal);
    List<String> removed = removed(change, goal);
    boolean answer = owesAnswer;
    sent = goal;
    known = Map.of();
    owed.clear();
    owesAll = false;
    owesAnswer = false;
    return upserted.isEmpty() && removed.isEmpty() && !answer
        ? Optional.empty()
        : Optional.of(Batch.ofNews(upserted, removed, adds));
  }

  private ImmutableList<XdsResource> upserted(ResourceDelta change, ResourceSet goal) {
    if (wildcard && !owesAll && owed.isEmpty()) {
      return change.upserted();
    }
    ImmutableList.Builder<XdsResource> upserted = ImmutableList.builder();
    if (owesAll) {
      for (XdsResource resource : goal) {
        if (wants(resource.name()) && !isKnown(resource)) {
          upserted.add(resource);
        }
      }
      return upserted.build();
    }
    for (XdsResource resource : owedIn(goal)) {
      if (!isKnown(resource)) {
        upserted.add(resource);
      }
    }
    return upserted.addAll(wantedOf(change.upserted())).build();
  }

  private boolean isKnown(XdsResource resource) {
    return !known.isEmpty() && resource.version().equals(known.get(resource.name()));
  }

  /** Gone since the last response, or never there though asked for or known. */
  private ImmutableList<String> removed(ResourceDelta change, ResourceSet goal) {
    if (wildcard && known.isEmpty() && owed.isEmpty()) {
      return change.removed();
    }
    Set<String> removed = new LinkedHashSet<>();
    for (String name : change.removed()) {
      if (wants(name)) {
        removed.add(name);
      }
    }
    for (String name : owed.names()) {
      if (goal.get(name).isEmpty()) {
        removed.add(name);
      }
    }
    for (String name : known.keySet()) {
      if (wants(name) && goal.get(name).isEmpty()) {
        removed.add(name);
      }
    }
    return ImmutableList.copyOf(removed);
  }
}
