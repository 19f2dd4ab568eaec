package io.meltemi.istiod.metrics;

import io.meltemi.istiod.state.MeshChange;
import io.meltemi.istiod.state.MeshPublisher;
import io.meltemi.translator.xds.ModelRevision;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.ConcurrentSkipListMap;

/** Remembers when the events came that the last models were made of. For any thread. */
public final class RevisionTimes implements MeshPublisher {

  /** An ACK that comes after so many newer models is not a convergence worth timing. */
  private static final int REMEMBERED = 1000;

  private final ConcurrentSkipListMap<ModelRevision, Instant> since = new ConcurrentSkipListMap<>();
  private int size; // of the map, which counts slowly; of the publishing thread

  @Override
  public void publish(MeshChange change) {
    since.put(change.after().revision(), change.since());
    if (++size > REMEMBERED) {
      since.pollFirstEntry();
      size--;
    }
  }

  /** When the oldest event came that is in a revision. */
  Optional<Instant> eventOf(ModelRevision revision) {
    return Optional.ofNullable(since.get(revision));
  }
}
