package io.meltemi.istiod.quarantine;

import com.google.common.collect.ImmutableMap;
import com.google.common.collect.ImmutableSortedMap;
import com.google.common.collect.Maps;
import io.meltemi.translator.config.ConfigObject;
import io.meltemi.translator.diagnostic.ConfigKey;
import io.meltemi.translator.xds.ModelRevision;
import io.meltemi.translator.xds.ProxySnapshot;
import io.meltemi.translator.xds.XdsResource;
import io.meltemi.translator.xds.XdsType;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.EnumMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * What one proxy refuses, who is to blame for it, and what is kept from that proxy. It decides
 * about nobody else: a proxy that refuses everything harms itself.
 *
 * <p>Mutable; belongs to one thread.
 */
public final class CaseFile {

  /** Refusals that wait for the end of an inquiry into another; more of them say little more. */
  private static final int MOST_WAITING = 64;

  /** What a proxy was told and may not have answered; it answers within milliseconds. */
  private static final int MOST_TOLD = 16;

  /** Where more are suspected than that and none is found out, nobody is blamed. */
  private static final int MOST_BLAMED = 16;

  private final Map<XdsType, UserObjects> good = new EnumMap<>(XdsType.class);
  private final Deque<Told> told = new ArrayDeque<>();
  private final SortedMap<ConfigKey, SetAside> convicted = new TreeMap<>();
  private final SortedMap<ConfigKey, Blame> blames = new TreeMap<>();
  private final Deque<Refusal> waiting = new ArrayDeque<>();

  /** Refused whatever is set aside: the proxy is sent them once more, and keeps what it has. */
  private final Set<XdsResource> hopeless = new HashSet<>();

  private @Nullable Inquiry inquiry;
  private boolean resigned;

  private record Told(ModelRevision revision, UserObjects objects) {}

  private record Refusal(XdsResource resource, String error) {}

  private record Inquiry(Refusal refusal, UserObjects objects, Suspects suspects, Search search) {

    boolean isInto(XdsType type, String name) {
      XdsResource resource = refusal.resource();
      return resource.type() == type && resource.name().equals(name);
    }
  }

  /** What is kept from the proxy. */
  public Quarantine quarantine() {
    SortedMap<ConfigKey, SetAside> all = new TreeMap<>(convicted);
    if (inquiry != null) {
      for (ConfigKey suspect : inquiry.search().setAside()) {
        setAside(inquiry, suspect).ifPresent(it -> all.put(suspect, it));
      }
    }
    return Quarantine.of(all);
  }

  private Optional<SetAside> setAside(Inquiry current, ConfigKey key) {
    Optional<UserObjects> before = lastGood(current.refusal().resource().type());
    return current
        .objects()
        .get(key)
        .map(
            refused ->
                new SetAside(refused, before.flatMap(objects -> objects.get(key).map(it -> it))));
  }

  private Optional<UserObjects> lastGood(XdsType type) {
    return Optional.ofNullable(good.get(type));
  }

  /** Whether the proxy refuses nothing. */
  public boolean isEmpty() {
    return inquiry == null && convicted.isEmpty() && blames.isEmpty() && hopeless.isEmpty();
  }

  /** Whether it matters here what the proxy accepts. */
  public boolean isOpen() {
    return inquiry != null || blames.values().stream().anyMatch(Blame::isHeldBack);
  }

  /** Who is blamed, by object. */
  ImmutableSortedMap<ConfigKey, Blame> blames() {
    return ImmutableSortedMap.copyOfSorted(blames);
  }

  /** What the proxy refuses, of each type, and because of which object. */
  public ImmutableMap<XdsType, String> complaints() {
    Map<XdsType, String> all = new EnumMap<>(XdsType.class);
    for (Blame blame : blames.values()) {
      all.merge(blame.resource().type(), blame.complaint(), (one, other) -> one + "; " + other);
    }
    return Maps.immutableEnumMap(all);
  }

  // ---- what the proxy is told, and says ----

  /** The proxy is told what was made of these objects, at that revision. */
  public void told(ModelRevision revision, UserObjects objects) {
    if (told.isEmpty() || !told.getLast().objects().equals(objects)) {
      if (told.size() == MOST_TOLD) {
        told.remove();
      }
      told.add(new Told(revision, objects));
    }
  }

  /**
   * The proxy has accepted everything of a type that it was told up to that revision. While it is
   * asked one question after the other about the same revision, that says nothing.
   */
  public void settled(XdsType type, ModelRevision upTo) {
    if (inquiry != null || told.isEmpty() || good.get(type) == told.getLast().objects()) {
      return;
    }
    for (Told each : told.reversed()) {
      if (each.revision().compareTo(upTo) <= 0) {
        good.put(type, each.objects());
        return;
      }
    }
  }

  /** The proxy has accepted a resource. */
  public void accepted(XdsType type, String name, String version) {
    blames
        .values()
        .removeIf(
            blame ->
                blame.isHeldBack()
                    && blame.isOf(type, name)
                    && !hopeless.contains(blame.resource()));
    if (inquiry != null && inquiry.isInto(type, name)) {
      inquiry.search().answered(version, true);
      conclude();
    }
  }

  /**
   * The proxy has refused a resource that it should have.
   *
   * @param objects what it was made of
   */
  public void refused(XdsResource resource, String error, UserObjects objects) {
    if (hopeless.contains(resource)) {
      return;
    }
    if (inquiry == null) {
      open(new Refusal(resource, error), objects);
    } else if (inquiry.isInto(resource.type(), resource.name())) {
      inquiry.search().answered(resource.version(), false);
      conclude();
    } else if (waiting.size() < MOST_WAITING) {
      waiting.add(new Refusal(resource, error));
    }
  }

  private void open(Refusal refusal, UserObjects objects) {
    XdsResource resource = refusal.resource();
    Suspects suspects =
        Suspects.of(resource, objects, lastGood(resource.type()), convicted.keySet());
    Search search = new Search(suspects, resource.version());
    Inquiry opened = new Inquiry(refusal, objects, suspects, search);
    if (resigned) {
      hold(opened);
    } else {
      inquiry = opened;
      conclude();
    }
  }

  /**
   * The proxy is about to be told this, which is all but what {@link #quarantine} says. Say so
   * again if that is something else afterwards.
   *
   * @param objects what the snapshot was made of
   */
  public void asked(ProxySnapshot snapshot, UserObjects objects) {
    if (inquiry == null) {
      // Not while questions are asked: they change other resources, too, and those come back.
      hopeless.removeIf(resource -> !isIn(snapshot, resource));
      blames
          .values()
          .removeIf(blame -> blame.isHeldBack() && version(snapshot, blame.resource()).isEmpty());
    } else {
      inquiry.search().asked(version(snapshot, inquiry.refusal().resource()));
      conclude();
    }
    while (inquiry == null && !waiting.isEmpty()) {
      Refusal next = waiting.remove();
      if (isIn(snapshot, next.resource())) {
        open(next, objects);
      }
    }
  }

  private static boolean isIn(ProxySnapshot snapshot, XdsResource resource) {
    return version(snapshot, resource).equals(Optional.of(resource.version()));
  }

  /** The version that a resource of that name has there. */
  private static Optional<String> version(ProxySnapshot snapshot, XdsResource resource) {
    return snapshot.resources(resource.type()).get(resource.name()).map(XdsResource::version);
  }

  /** The mesh has changed: whoever is not as when it was set aside is given another chance. */
  public void follow(UserObjects now) {
    convicted.entrySet().removeIf(entry -> !isStill(now, entry.getKey(), entry.getValue()));
    blames.values().removeIf(blame -> !now.get(blame.object()).equals(blame.version()));
    if (inquiry != null) {
      UserObjects then = inquiry.objects();
      boolean stillThere =
          inquiry.search().setAside().stream().allMatch(key -> now.agree(then, key));
      if (!stillThere) {
        inquiry = null;
      }
    }
  }

  private static boolean isStill(UserObjects now, ConfigKey key, SetAside setAside) {
    return now.get(key).map(ConfigObject.class::cast).equals(Optional.of(setAside.refused()));
  }

  /** Nothing is kept from this proxy any more: it may only say what it refuses. */
  public void resign() {
    resigned = true;
    convicted.clear();
    blames.clear();
    waiting.clear();
    if (inquiry != null) {
      hold(inquiry);
      inquiry = null;
    }
  }

  private void conclude() {
    Inquiry current = inquiry;
    if (current == null) {
      return;
    }
    switch (current.search().state()) {
      case LOOKING -> {}
      case FOUND -> {
        current.search().setAside().forEach(key -> convict(current, key));
        inquiry = null;
      }
      case IN_VAIN -> {
        hold(current);
        inquiry = null;
      }
    }
  }

  private void convict(Inquiry current, ConfigKey key) {
    setAside(current, key)
        .ifPresent(
            it -> {
              convicted.put(key, it);
              blame(
                  current,
                  key,
                  it.lastGood().isPresent() ? Blame.Effect.LAST_GOOD : Blame.Effect.LEFT_OUT);
            });
  }

  private void hold(Inquiry current) {
    hopeless.add(current.refusal().resource());
    List<ConfigKey> suspects = current.suspects().blamed();
    (suspects.size() > MOST_BLAMED ? List.of(ConfigKey.NONE) : suspects)
        .forEach(key -> blame(current, key, Blame.Effect.HELD_BACK));
  }

  private void blame(Inquiry current, ConfigKey key, Blame.Effect effect) {
    Refusal refusal = current.refusal();
    blames.put(
        key,
        new Blame(key, current.objects().get(key), refusal.resource(), refusal.error(), effect));
  }
}
