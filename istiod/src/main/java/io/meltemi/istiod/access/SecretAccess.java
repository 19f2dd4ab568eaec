package io.meltemi.istiod.access;

import io.meltemi.ca.SpiffeId;
import java.util.function.Consumer;

/**
 * Who may read the Secrets of its own namespace, and so be given those that Gateways and rules name
 * for it ({@code credentialName}). Those of another namespace nobody is given, whatever is said
 * here.
 */
public interface SecretAccess {

  /** Everybody may who has proven who it is: where accounts have no rights of their own. */
  SecretAccess OF_OWN_NAMESPACE =
      (_, taker) -> {
        taker.accept(true);
        return Lease.NOTHING;
      };

  /** What {@link #follow} began; closing ends it. */
  interface Lease extends AutoCloseable {

    Lease NOTHING = () -> {};

    @Override
    void close();
  }

  /**
   * From now on {@code taker} is told whether an account may: within seconds, as its proxy gets
   * nothing before that, and whenever the answer is another. Where it cannot be found out, the last
   * answer holds, and without one the account may not. On any thread, one call after the other;
   * returns at once.
   *
   * @param account verified
   */
  Lease follow(SpiffeId account, Consumer<Boolean> taker);
}
