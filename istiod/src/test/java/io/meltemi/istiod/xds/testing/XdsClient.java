package io.meltemi.istiod.xds.testing;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableSortedMap;
import com.google.protobuf.Any;
import io.envoyproxy.envoy.config.core.v3.Node;
import io.grpc.ManagedChannel;
import io.grpc.Status;
import io.grpc.stub.ClientCallStreamObserver;
import io.grpc.stub.ClientResponseObserver;
import io.meltemi.translator.xds.XdsType;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * One ADS stream of a simulated proxy.
 *
 * <p>ACKs by itself unless told otherwise; {@link #follow} makes it ask as Envoy does, for the
 * endpoints of clusters and the routes of listeners. Waiting has a bound; nothing sleeps.
 */
public abstract class XdsClient implements AutoCloseable {

  private static final Duration PATIENCE = Duration.ofSeconds(60);

  final ManagedChannel channel;
  final Node node;

  // Guarded by this.
  private final Map<XdsType, Map<String, Any>> held = new EnumMap<>(XdsType.class);
  private final Map<XdsType, Map<String, String>> heldVersions = new EnumMap<>(XdsType.class);
  private final Map<XdsType, Set<String>> asked = new EnumMap<>(XdsType.class);
  private final List<XdsResponse> responses = new ArrayList<>();
  private final Map<XdsType, String> refusals = new EnumMap<>(XdsType.class);
  private final List<Allergy> allergies = new ArrayList<>();
  private final List<XdsResponse> unanswered = new ArrayList<>();
  private boolean acks = true;
  private boolean follows;
  private boolean reads = true;
  private @Nullable Status status;
  boolean nodeSent;

  XdsClient(Dial dial, Node node) {
    this.channel = dial.channel();
    this.node = node;
  }

  /** A delta stream to {@code host:port}. */
  public static DeltaXdsClient delta(String address, Node node) {
    return delta(Dial.plaintext(address), node);
  }

  /** A delta stream. */
  public static DeltaXdsClient delta(Dial dial, Node node) {
    DeltaXdsClient client = new DeltaXdsClient(dial, node);
    client.open();
    return client;
  }

  /** A state-of-the-world stream to {@code host:port}. */
  public static SotwXdsClient stateOfTheWorld(String address, Node node) {
    return stateOfTheWorld(Dial.plaintext(address), node);
  }

  /** A state-of-the-world stream. */
  public static SotwXdsClient stateOfTheWorld(Dial dial, Node node) {
    SotwXdsClient client = new SotwXdsClient(dial, node);
    client.open();
    return client;
  }

  private Map<String, Any> held(XdsType type) {
    return held.computeIfAbsent(type, _ -> new TreeMap<>());
  }

  private Map<String, String> heldVersions(XdsType type) {
    return heldVersions.computeIfAbsent(type, _ -> new TreeMap<>());
  }

  final Set<String> names(XdsType type) {
    return asked.computeIfAbsent(type, _ -> new LinkedHashSet<>());
  }

  // ---- what to do ----

  /** Asks for all clusters or listeners. */
  public abstract void subscribe(XdsType type);

  /** Asks for some resources more. */
  public abstract void subscribe(XdsType type, String... more);

  public abstract void unsubscribe(XdsType type, String... less);

  /** From now on asks for the endpoints of clusters and for the routes of listeners. */
  public final synchronized XdsClient follow() {
    follows = true;
    return this;
  }

  /** Asks for everything, in Envoy's order, and waits until it is there. */
  public final XdsClient sync() {
    follow();
    subscribe(XdsType.CLUSTER);
    awaitResponses(XdsType.CLUSTER, 1);
    awaitComplete(XdsType.ENDPOINT);
    subscribe(XdsType.LISTENER);
    awaitResponses(XdsType.LISTENER, 1);
    awaitComplete(XdsType.ROUTE);
    return this;
  }

  public final synchronized void stopAcking() {
    acks = false;
  }

  /** Refuses the next response of a type with these words. */
  public final synchronized void refuseNext(XdsType type, String words) {
    refusals.put(type, words);
  }

  /** ACKs from now on, and what was not ACKed. */
  public final synchronized void startAcking() {
    acks = true;
    unanswered.forEach(response -> acknowledge(response, Optional.empty()));
    unanswered.clear();
  }

  /**
   * Refuses every response that holds this resource, and takes nothing of it, as Envoy does not of
   * endpoints and routes.
   */
  public final synchronized void refuseWith(XdsType type, String name, String words) {
    allergies.add(new Allergy(type, response -> response.names().contains(name), words));
  }

  /** Refuses every response of a type in which this text stands. */
  public final synchronized void refuseText(XdsType type, String text, String words) {
    allergies.add(new Allergy(type, response -> response.contains(text), words));
  }

  /** Refuses everything of a type. */
  public final synchronized void refuseAll(XdsType type, String words) {
    allergies.add(new Allergy(type, _ -> true, words));
  }

  private record Allergy(XdsType type, Predicate<XdsResponse> cause, String words) {

    boolean strikes(XdsResponse response) {
      return response.type() == type && cause.test(response);
    }
  }

  /** Takes nothing more from the connection, so that the server cannot write any more. */
  public final synchronized void stopReading() {
    reads = false;
  }

  public final synchronized void readOn() {
    reads = true;
    requestNext();
  }

  /** Sends what {@code follow} and ACKs would not: for hostile and odd clients. */
  public abstract void sendRaw(com.google.protobuf.Message request);

  // ---- what has come ----

  /** What a proxy would have now, by name. */
  public final synchronized ImmutableSortedMap<String, Any> resources(XdsType type) {
    return ImmutableSortedMap.copyOf(held(type));
  }

  /** All responses, or those of some types. */
  public final synchronized ImmutableList<XdsResponse> responses(XdsType... types) {
    List<XdsType> wanted = types.length == 0 ? List.of(XdsType.values()) : List.of(types);
    return responses.stream()
        .filter(response -> wanted.contains(response.type()))
        .collect(ImmutableList.toImmutableList());
  }

  /** Versions of what is held, as a reconnecting delta client tells them. */
  public final synchronized Map<String, String> versions(XdsType type) {
    return Map.copyOf(heldVersions(type));
  }

  /** How the stream ended, if it has. */
  public final synchronized Optional<Status> status() {
    return Optional.ofNullable(status);
  }

  // ---- waiting ----

  public final Status awaitEnd() {
    await("the end of the stream", () -> status().isPresent());
    return status().orElseThrow();
  }

  /** Waits until that many responses of the type have come in all, and returns the last of them. */
  public final XdsResponse awaitResponses(XdsType type, int count) {
    await(count + " responses of " + type, () -> responses(type).size() >= count);
    return responses(type).get(count - 1);
  }

  /** Waits until everything asked for by name is there. */
  public final void awaitComplete(XdsType type) {
    await("all " + type + " asked for", () -> isComplete(type));
  }

  private synchronized boolean isComplete(XdsType type) {
    return held(type).keySet().containsAll(names(type));
  }

  public final synchronized void await(String what, BooleanSupplier condition) {
    long deadline = System.nanoTime() + PATIENCE.toNanos();
    while (!condition.getAsBoolean()) {
      long left = deadline - System.nanoTime();
      if (left <= 0) {
        throw new AssertionError(
            "waited in vain for " + what + "; status " + status + "; got " + summary());
      }
      try {
        // Conditions may be about others than this client, so look again now and then.
        TimeUnit.NANOSECONDS.timedWait(this, Math.min(left, 20_000_000));
      } catch (InterruptedException e) {
        throw new AssertionError("interrupted", e);
      }
    }
  }

  private String summary() {
    return responses.stream()
        .map(each -> each.type() + each.names().toString() + "-" + each.removed())
        .toList()
        .toString();
  }

  // ---- the stream ----

  abstract void open();

  abstract void acknowledge(XdsResponse response, Optional<String> refusal);

  abstract void requestNext();

  abstract void cancel();

  final synchronized void received(XdsResponse response) {
    responses.add(response);
    Optional<String> refusal = refusal(response);
    if (refusal.isEmpty()) {
      apply(response);
    }
    if (refusal.isEmpty() && follows) {
      followUp(response);
    }
    if (acks || refusal.isPresent()) {
      acknowledge(response, refusal);
    } else {
      unanswered.add(response);
    }
    notifyAll();
    if (reads) {
      requestNext();
    }
  }

  private Optional<String> refusal(XdsResponse response) {
    Optional<String> once = Optional.ofNullable(refusals.remove(response.type()));
    return once.or(
        () ->
            allergies.stream()
                .filter(allergy -> allergy.strikes(response))
                .map(Allergy::words)
                .findFirst());
  }

  private void apply(XdsResponse response) {
    Map<String, Any> resources = held(response.type());
    if (replacesAll(response.type())) {
      resources.clear();
    }
    resources.putAll(response.resources());
    heldVersions(response.type()).putAll(response.versions());
    response.removed().forEach(resources::remove);
    response.removed().forEach(heldVersions(response.type())::remove);
  }

  abstract boolean replacesAll(XdsType type);

  private void followUp(XdsResponse response) {
    switch (response.type()) {
      case CLUSTER -> {
        Set<String> wanted = new LinkedHashSet<>();
        held(XdsType.CLUSTER)
            .values()
            .forEach(each -> ResourceNames.endpointsOf(each).ifPresent(wanted::add));
        want(XdsType.ENDPOINT, wanted);
      }
      case LISTENER -> {
        Set<String> wanted = new LinkedHashSet<>();
        held(XdsType.LISTENER)
            .values()
            .forEach(each -> wanted.addAll(ResourceNames.routesOf(each)));
        want(XdsType.ROUTE, wanted);
      }
      case ENDPOINT, ROUTE, SECRET -> {}
    }
  }

  private void want(XdsType type, Set<String> wanted) {
    List<String> more = wanted.stream().filter(name -> !names(type).contains(name)).toList();
    List<String> less = names(type).stream().filter(name -> !wanted.contains(name)).toList();
    if (!less.isEmpty()) {
      less.forEach(held(type)::remove);
      less.forEach(heldVersions(type)::remove);
      unsubscribe(type, less.toArray(String[]::new));
    }
    if (!more.isEmpty()) {
      subscribe(type, more.toArray(String[]::new));
    }
  }

  private synchronized void ended(Status how) {
    status = how;
    notifyAll();
  }

  /** Closes the connection at once, as a proxy that dies does. */
  @Override
  public final void close() {
    cancel();
    channel.shutdownNow();
    try {
      channel.awaitTermination(10, TimeUnit.SECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** Turns gRPC's callbacks into the client's; reading is by hand. */
  abstract class Observer<Q, R> implements ClientResponseObserver<Q, R> {

    @Override
    public void beforeStart(ClientCallStreamObserver<Q> requests) {
      requests.disableAutoRequestWithInitial(1);
    }

    @Override
    public void onError(Throwable error) {
      ended(Status.fromThrowable(error));
    }

    @Override
    public void onCompleted() {
      ended(Status.OK);
    }
  }
}
