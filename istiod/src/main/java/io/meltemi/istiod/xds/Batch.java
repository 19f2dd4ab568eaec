package io.meltemi.istiod.xds;

import com.google.common.collect.ImmutableList;
import io.meltemi.translator.xds.XdsResource;
import java.util.List;

/**
 * The content of one response.
 *
 * @param adds whether it may hold resources under names that the proxy did not have
 */
record Batch(List<XdsResource> resources, List<String> removed, boolean adds) {

  static final ImmutableList<String> NOTHING_REMOVED = ImmutableList.of();
}
