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

/** The connected proxies of one class, and what they have. Mutable; of one thread. */
final class ClassGroup {

  private final ProxyClass proxyClass;
  private final Map<Long, ConnectedProxy> members = new LinkedHashMap<>();
  private Optional<Translation> translation = Optional.empty();

  ClassGroup(ProxyClass proxyClass) {
    this.proxyClass = proxyClass;
  }

  ProxyClass proxyClass() {
    return proxyClass;
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

  /** Takes over a newer translation; says whether anything to send is not the same reference. */
  boolean replace(Translation newer) {
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
