package io.meltemi.istiod.push;

import io.meltemi.ca.SpiffeId;
import io.meltemi.istiod.access.SecretAccess;
import io.meltemi.istiod.state.MeshLoop;
import io.meltemi.istiod.xds.ProxyConnection;
import io.meltemi.translator.proxy.ProxyDescriptor;
import java.util.Optional;

/**
 * One stream's stay: from when it is asked what its proxy may have until it ends. Whatever is found
 * out on other threads comes to the mesh loop's, and nothing does after the end.
 */
final class Stay {

  private final MeshLoop loop;
  private final SnapshotPublisher publisher;
  private final ProxyConnection connection;
  private final ProxyDescriptor proxy;
  private SecretAccess.Lease lease = SecretAccess.Lease.NOTHING;
  private volatile boolean over;

  Stay(
      MeshLoop loop,
      SnapshotPublisher publisher,
      ProxyConnection connection,
      ProxyDescriptor proxy) {
    this.loop = loop;
    this.publisher = publisher;
    this.connection = connection;
    this.proxy = proxy;
  }

  void begin(SecretAccess access) {
    Optional<SpiffeId> caller = connection.caller();
    if (caller.isEmpty()) {
      told(false);
      return;
    }
    SecretAccess.Lease begun = access.follow(caller.get(), this::told);
    synchronized (this) {
      if (!over) {
        lease = begun;
        return;
      }
    }
    begun.close();
  }

  private void told(boolean readsSecrets) {
    loop.execute(
        () -> {
          if (!over) {
            publisher.known(connection, proxy.withReadsSecrets(readsSecrets));
          }
        });
  }

  void end() {
    SecretAccess.Lease held;
    synchronized (this) {
      over = true;
      held = lease;
    }
    held.close();
    loop.execute(() -> publisher.disconnected(connection));
  }
}
