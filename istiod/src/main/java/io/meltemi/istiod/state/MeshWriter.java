package io.meltemi.istiod.state;

import com.google.common.collect.ImmutableList;
import io.meltemi.translator.config.ConfigObject;
import io.meltemi.translator.diagnostic.ConfigKey;
import io.meltemi.translator.model.MeshDelta;
import io.meltemi.translator.model.MeshModel;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The newest model, and the making of the next one. Written by the mesh loop's thread only; the
 * model may be read by any.
 */
final class MeshWriter {

  private static final Logger log = LoggerFactory.getLogger(MeshWriter.class);

  private final Map<ConfigKey, ConfigObject<?>> objects = new HashMap<>();
  private final LoopObserver observer;
  private volatile MeshModel model;

  MeshWriter(MeshModel first, LoopObserver observer) {
    this.model = first;
    this.observer = observer;
  }

  MeshModel model() {
    return model;
  }

  /** What an object says in the newest model; null if it is not there. */
  @Nullable ConfigObject<?> object(ConfigKey key) {
    return objects.get(key);
  }

  /** Makes the next model. An object that the model cannot take is left out and reported. */
  MeshModel apply(ImmutableList<ObjectChange> changes) {
    long start = System.nanoTime();
    try {
      model = delta(changes).apply(model);
    } catch (RuntimeException | StackOverflowError e) {
      if (changes.size() > 1) {
        changes.forEach(change -> apply(ImmutableList.of(change)));
      } else {
        log.error("{} breaks the model and is left out", changes, e);
        observer.failed("the model", e);
      }
      return model;
    }
    changes.forEach(this::remember);
    observer.applied(changes.size(), Duration.ofNanos(System.nanoTime() - start));
    return model;
  }

  private void remember(ObjectChange change) {
    if (change.object() == null) {
      objects.remove(change.key());
    } else {
      objects.put(change.key(), change.object());
    }
  }

  private static MeshDelta delta(ImmutableList<ObjectChange> changes) {
    MeshDelta delta = new MeshDelta();
    for (ObjectChange change : changes) {
      if (change.object() == null) {
        delta.delete(change.key());
      } else {
        delta.upsert(change.object(), change.position());
      }
    }
    return delta;
  }
}
