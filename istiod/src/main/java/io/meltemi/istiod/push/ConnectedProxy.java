package io.meltemi.istiod.push;

import io.meltemi.istiod.xds.ProxyConnection;
import io.meltemi.translator.proxy.Classified;

/** A stream and who is at its end; identity equality, as the group it is in changes. */
final class ConnectedProxy {

  private final ProxyConnection connection;
  private Classified classified;
  private ClassGroup group;

  ConnectedProxy(ProxyConnection connection, Classified classified, ClassGroup group) {
    this.connection = connection;
    this.classified = classified;
    this.group = group;
    group.join(this);
  }

  ProxyConnection connection() {
    return connection;
  }

  /** As of the newest model. */
  Classified classified() {
    return classified;
  }

  ClassGroup group() {
    return group;
  }

  /** Takes over a newer classification, and says whether that is into another group. */
  boolean move(Classified newer, ClassGroup other) {
    classified = newer;
    if (other == group) {
      return false;
    }
    group.leave(this);
    other.join(this);
    group = other;
    return true;
  }
}
