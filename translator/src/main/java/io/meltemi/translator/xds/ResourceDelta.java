package io.meltemi.translator.xds;

import com.google.common.collect.ImmutableList;

/** How two {@link ResourceSet}s differ, both lists in name order. */
public record ResourceDelta(ImmutableList<XdsResource> upserted, ImmutableList<String> removed) {

  public static final ResourceDelta NONE =
      new ResourceDelta(ImmutableList.of(), ImmutableList.of());

  public boolean isEmpty() {
    return upserted.isEmpty() && removed.isEmpty();
  }
}
