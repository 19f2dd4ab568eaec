package io.meltemi.istiod.xds;

import com.google.common.collect.ImmutableMap;
import com.google.common.collect.Maps;
import io.meltemi.ca.SpiffeId;
import io.meltemi.translator.xds.ProxySnapshot;
import io.meltemi.translator.xds.ResourceSet;
import io.meltemi.translator.xds.XdsType;
import java.util.EnumMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * The secrets of one stream, and how they join what its class has: those of the class go only to a
 * proxy that is known, and its own are asked for when the proxy first names them.
 *
 * <p>Guarded by the stream's lock.
 */
final class OwnSecrets {

  private final SecretSupply source;
  private final Consumer<ResourceSet> taker;
  private SecretSupply.@Nullable Lease lease;
  private ResourceSet own = ResourceSet.EMPTY;
  private boolean awaited;

  /** The last class secrets and what they became, so that the same gives the same reference. */
  private ResourceSet joinedFrom = ResourceSet.EMPTY;

  private ResourceSet joined = ResourceSet.EMPTY;

  /**
   * @param taker hands secrets that have come to {@link #take}, under the lock
   */
  OwnSecrets(SecretSupply source, Consumer<ResourceSet> taker) {
    this.source = source;
    this.taker = taker;
  }

  /** Looks at what a proxy asks for. */
  void asked(Inbound.Request request, Optional<SpiffeId> caller, NodeInfo node) {
    if (caller.isEmpty() || request.subscribe().stream().noneMatch(SecretSupply.NAMES::contains)) {
      return;
    }
    if (lease != null) {
      askAgain(request, lease);
      return;
    }
    awaited = source != SecretSupply.NONE;
    ImmutableMap<String, String> known =
        ImmutableMap.copyOf(Maps.filterKeys(request.known(), SecretSupply.NAMES::contains));
    lease = source.follow(new SecretSupply.Asker(caller.get(), node, known), taker);
  }

  /** A stand-in for what the proxy had is nothing to answer with. */
  private void askAgain(Inbound.Request request, SecretSupply.Lease held) {
    if (request.subscribe().contains(SecretSupply.CERTIFICATE)
        && own.get(SecretSupply.CERTIFICATE).filter(each -> each.bytes().isEmpty()).isPresent()) {
      awaited = true;
      held.inFull();
    }
  }

  void take(ResourceSet secrets) {
    own = secrets;
    awaited = false;
    joined = joinedFrom.including(own);
  }

  /**
   * Whether secrets that the proxy asked for are being made: an answer would say there are none.
   */
  boolean areAwaited() {
    return awaited;
  }

  /** What this stream's proxy should have when its class has {@code snapshot}. */
  ProxySnapshot join(ProxySnapshot snapshot, boolean known) {
    ResourceSet ofClass = known ? snapshot.resources(XdsType.SECRET) : ResourceSet.EMPTY;
    if (ofClass != joinedFrom) {
      joinedFrom = ofClass;
      joined = ofClass.including(own);
    }
    if (joined == snapshot.resources(XdsType.SECRET)) {
      return snapshot;
    }
    Map<XdsType, ResourceSet> all = new EnumMap<>(XdsType.class);
    all.putAll(snapshot.resources());
    all.put(XdsType.SECRET, joined);
    return ProxySnapshot.of(snapshot.revision(), all);
  }

  void end() {
    if (lease != null) {
      lease.close();
      lease = null;
    }
    own = ResourceSet.EMPTY;
    joined = ResourceSet.EMPTY;
    joinedFrom = ResourceSet.EMPTY;
  }
}
