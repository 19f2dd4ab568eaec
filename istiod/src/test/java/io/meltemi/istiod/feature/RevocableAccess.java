package io.meltemi.istiod.feature;

import io.meltemi.ca.SpiffeId;
import io.meltemi.istiod.access.SecretAccess;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;

/** Gives rights and takes them back. */
final class RevocableAccess implements SecretAccess {

  private record Follower(SpiffeId account, Consumer<Boolean> taker) {}

  // Guarded by this.
  private final Set<SpiffeId> readers = new HashSet<>();
  private final List<Follower> followers = new ArrayList<>();

  synchronized void grant(SpiffeId account) {
    readers.add(account);
    tell(account, true);
  }

  synchronized void revoke(SpiffeId account) {
    readers.remove(account);
    tell(account, false);
  }

  private void tell(SpiffeId account, boolean reads) {
    followers.stream()
        .filter(each -> each.account().equals(account))
        .forEach(each -> each.taker().accept(reads));
  }

  @Override
  public synchronized Lease follow(SpiffeId account, Consumer<Boolean> taker) {
    Follower follower = new Follower(account, taker);
    followers.add(follower);
    taker.accept(readers.contains(account));
    return () -> forget(follower);
  }

  private synchronized void forget(Follower follower) {
    followers.remove(follower);
  }

  /** How many proxies it has not been told the end of. */
  synchronized int followers() {
    return followers.size();
  }
}
