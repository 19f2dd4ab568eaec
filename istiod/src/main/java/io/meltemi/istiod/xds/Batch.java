package io.meltemi.istiod.xds;

import com.google.common.collect.ImmutableList;
import io.meltemi.translator.xds.XdsResource;
import java.util.List;

/**
 * The content of one response.
 *
 * @param changed of the resources, those that are news: all but in state of the world, where what
 *     has not changed is said again
 * @param adds whether it may hold resources under names that the proxy did not have
 */
record Batch(
    List<XdsResource> resources, List<String> removed, List<XdsResource> changed, boolean adds) {

  static final ImmutableList<String> NOTHING_REMOVED = ImmutableList.of();

  static Batch ofNews(List<XdsResource> resources, List<String> removed, boolean adds) {
    return new Batch(resources, removed, resources, adds);
  }

  boolean isEmpty() {
    return resources.isEmpty() && removed.isEmpty();
  }

  /** What the resources take in a response. */
  int bytes(Dialect dialect) {
    int sum = 0;
    for (XdsResource resource : resources) {
      sum += AdsResponse.sizeIn(dialect, resource);
    }
    return sum;
  }
}
