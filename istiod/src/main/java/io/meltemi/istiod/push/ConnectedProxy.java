package io.meltemi.istiod.push;

import io.meltemi.istiod.quarantine.CaseFile;
import io.meltemi.istiod.xds.Ledger;
import io.meltemi.istiod.xds.LedgerEntry;
import io.meltemi.istiod.xds.ProxyConnection;
import io.meltemi.istiod.xds.Rejection;
import io.meltemi.translator.proxy.Classified;
import io.meltemi.translator.proxy.ProxyDescriptor;
import io.meltemi.translator.xds.ProxySnapshot;
import io.meltemi.translator.xds.XdsType;

/** A stream and who is at its end; identity equality, as the group it is in changes. */
final class ConnectedProxy {

  private final ProxyConnection connection;
  private final CaseFile caseFile = new CaseFile();
  private Classified classified;
  private ClassGroup group;
  private ProxySnapshot told = ProxySnapshot.EMPTY;

  ConnectedProxy(ProxyConnection connection, Classified classified, ClassGroup group) {
    this.connection = connection;
    this.classified = classified;
    this.group = group;
    group.join(this);
  }

  ProxyConnection connection() {
    return connection;
  }

  /** What it refuses. */
  CaseFile caseFile() {
    return caseFile;
  }

  ClassGroup group() {
    return group;
  }

  /** What it was told last. */
  ProxySnapshot told() {
    return told;
  }

  void tell(ProxySnapshot snapshot) {
    told = snapshot;
    caseFile.told(snapshot.revision(), group.perspective().objects());
    connection.publish(snapshot);
  }

  /** Says in its case file what it is about to be told. */
  void ask() {
    group.snapshot().ifPresent(snapshot -> caseFile.asked(snapshot, group.perspective().objects()));
  }

  /** Takes down what the proxy has accepted of what it was told. */
  void settle() {
    Ledger ledger = connection.ledger();
    for (XdsType type : XdsType.values()) {
      if (ledger.entry(type).rejections().isEmpty()) {
        caseFile.settled(type, ledger.converged());
      }
    }
  }

  /** The same, of a type of which it has refused something now, and nothing before. */
  void settle(Rejection now) {
    XdsType type = now.delivery().type();
    LedgerEntry entry = connection.ledger().entry(type);
    if (now.resources().keySet().containsAll(entry.rejections().keySet())) {
      entry.acked().ifPresent(last -> caseFile.settled(type, last.revision()));
    }
  }

  /** Takes what is known of it now; it is still to be {@link #place placed}. */
  void describe(ProxyDescriptor descriptor) {
    classified = Classified.of(group.perspective().model(), descriptor);
  }

  /** Puts it into the group it belongs to, seen that way; says whether that is another one. */
  boolean place(Perspective perspective) {
    classified = classified.in(perspective.model());
    ClassGroup other = perspective.group(classified.proxyClass());
    if (other == group) {
      return false;
    }
    group.leave(this);
    other.join(this);
    group = other;
    return true;
  }

  void leave() {
    group.leave(this);
  }
}
