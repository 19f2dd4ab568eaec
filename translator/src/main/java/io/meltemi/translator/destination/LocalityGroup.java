package io.meltemi.translator.destination;

import com.google.common.collect.ImmutableList;
import io.meltemi.translator.model.Locality;
import io.meltemi.translator.model.MeshEndpoint;

/**
 * Endpoints of one place and one priority.
 *
 * @param priority from 0 (first) without gaps
 * @param weight of the place among those of its priority; 0 where places have no weights
 */
record LocalityGroup(
    Locality locality, int priority, int weight, ImmutableList<MeshEndpoint> endpoints) {

  long endpointWeight() {
    long sum = 0;
    for (MeshEndpoint endpoint : endpoints) {
      sum += endpoint.weight();
    }
    return sum;
  }

  LocalityGroup withWeight(long newWeight) {
    return new LocalityGroup(
        locality, priority, Math.clamp(newWeight, 1, Integer.MAX_VALUE), endpoints);
  }
}
