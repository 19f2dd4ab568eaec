package io.meltemi.istiod.xds;

import com.google.common.collect.ImmutableList;
import io.meltemi.translator.xds.ProxySnapshot;
import io.meltemi.translator.xds.XdsType;

/** One stream's subscriptions, one of each type, in push order. */
final class Subscriptions {

  private final ImmutableList<Subscription> all;

  Subscriptions(Dialect dialect, Transitions transitions) {
    ImmutableList.Builder<Subscription> each = ImmutableList.builder();
    for (XdsType type : XdsType.values()) {
      each.add(dialect.subscription(type, transitions));
    }
    this.all = each.build();
  }

  Subscription of(XdsType type) {
    for (Subscription each : all) {
      if (each.type == type) {
        return each;
      }
    }
    throw new IllegalStateException("no subscription of " + type);
  }

  ImmutableList<Subscription> all() {
    return all;
  }

  /** Names asked for one by one, of all types. */
  int nameCount() {
    int count = 0;
    for (Subscription each : all) {
      count += each.names.size();
    }
    return count;
  }

  /** Whether everything was sent and answered. */
  boolean areSettled(ProxySnapshot snapshot) {
    for (Subscription each : all) {
      if (!each.isSettled(snapshot.resources(each.type))) {
        return false;
      }
    }
    return true;
  }

  /** Whether something is still to be sent. */
  boolean lack(ProxySnapshot snapshot) {
    for (Subscription each : all) {
      if (each.differs(snapshot.resources(each.type))) {
        return true;
      }
    }
    return false;
  }
}
