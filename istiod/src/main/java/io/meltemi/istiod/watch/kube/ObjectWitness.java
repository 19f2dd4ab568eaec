package io.meltemi.istiod.watch.kube;

import com.google.common.collect.ImmutableList;
import io.meltemi.translator.diagnostic.ConfigKey;
import io.meltemi.translator.diagnostic.ConfigKind;

/**
 * Is told how objects stand in the API, after the mesh has been told what they say. Called on the
 * threads that follow the kinds; must not keep them waiting.
 */
public interface ObjectWitness {

  ObjectWitness NONE =
      new ObjectWitness() {
        @Override
        public void listed(ConfigKind kind, ImmutableList<ObjectState> all) {}

        @Override
        public void changed(ObjectState object) {}

        @Override
        public void removed(ConfigKey key) {}
      };

  /** These are all there are of a kind. */
  void listed(ConfigKind kind, ImmutableList<ObjectState> all);

  void changed(ObjectState object);

  void removed(ConfigKey key);
}
