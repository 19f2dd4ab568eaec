package io.meltemi.istiod.status;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableMap;
import com.google.common.collect.ImmutableSet;
import io.meltemi.istiod.watch.kube.ObjectState;
import io.meltemi.istiod.watch.kube.ObjectWitness;
import io.meltemi.translator.diagnostic.ConfigKey;
import io.meltemi.translator.diagnostic.ConfigKind;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.atomic.AtomicLong;

/** How the user's objects stand in the API, as far as is known. Any thread may ask. */
public final class StatusBook implements ObjectWitness {

  private final ConcurrentMap<ConfigKey, ObjectState> states = new ConcurrentHashMap<>();
  private final AtomicLong version = new AtomicLong();

  @Override
  public void listed(ConfigKind kind, ImmutableList<ObjectState> all) {
    ImmutableSet<ConfigKey> listed =
        all.stream().map(ObjectState::key).collect(ImmutableSet.toImmutableSet());
    states.keySet().removeIf(key -> key.kind() == kind && !listed.contains(key));
    all.forEach(state -> states.put(state.key(), state));
    version.incrementAndGet();
  }

  @Override
  public void changed(ObjectState object) {
    states.put(object.key(), object);
    version.incrementAndGet();
  }

  @Override
  public void removed(ConfigKey key) {
    states.remove(key);
    version.incrementAndGet();
  }

  /** Rises with every change. */
  long version() {
    return version.get();
  }

  public ImmutableMap<ConfigKey, ObjectState> states() {
    return ImmutableMap.copyOf(states);
  }
}
