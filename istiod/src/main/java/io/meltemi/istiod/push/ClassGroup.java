package io.meltemi.istiod.push;

import com.google.common.collect.ImmutableList;
import io.meltemi.translator.Translation;
import io.meltemi.translator.diagnostic.Diagnostic;
import io.meltemi.translator.proxy.ProxyClass;
import io.meltemi.translator.xds.ProxySnapshot;
import io.meltemi.translator.xds.XdsType;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * The connected proxies of one class that see the mesh the same way, and what they have. Mutable;
 * of one thread.
 */
final class ClassGroup {

  private final ProxyClass proxyClass;
  private final Perspective perspective;
  private final Map<Long, ConnectedProxy> members = new LinkedHashMap<>();
  private Optional<Translation> translation = Optional.empty();

  ClassGroup(ProxyClass proxyClass, Perspective perspective) {
    this.proxyClass = proxyClass;
    this.perspective = perspective;
  }

  ProxyClass proxyClass() {
    return proxyClass;
  }

  /** How its proxies see the mesh. */
  Perspective perspective() {
    return perspective;
  }

  /** Empty until the class has been translated for the first time. */
  Optional<ProxySnapshot> snapshot() {
    return translation.map(Translation::snapshot);
  }

  /** What is to be said about the objects behind the snapshot. */
  ImmutableList<Diagnostic> diagnostics() {
    return translation.map(Translation::diagnostics).orElse(ImmutableList.of());
  }

  Iterable<ConnectedProxy> members() {
    return members.values();
  }

  boolean isEmpty() {
    return members.isEmpty();
  }

  void join(ConnectedProxy proxy) {
    members.put(proxy.connection().id(), proxy);
  }

  void leave(ConnectedProxy proxy) {
    members.remove(proxy.connection().id());
  }

  /**
   * Translates the class in the newest model; says whether anything to send is not the same
   * reference.
   */
  boolean translate() {
    Translation newer = perspective.translate(proxyClass);
    boolean same = snapshot().filter(older -> isSame(older, newer.snapshot())).isPresent();
    translation = Optional.of(newer);
    return !same;
  }

  private static boolean isSame(ProxySnapshot one, ProxySnapshot other) {
    for (XdsType type : XdsType.values()) {
      if (one.resources(type) != other.resources(type)) {
        return false;
      }
    }
    return true;
  }
}
