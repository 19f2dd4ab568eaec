package io.meltemi.translator.proxy;

import com.google.common.collect.ImmutableSet;
import io.meltemi.translator.config.ConfigObject;
import io.meltemi.translator.config.VirtualService;
import io.meltemi.translator.model.ExportTo;

/**
 * A VirtualService as the proxies are to see it: delegates merged in, short names completed.
 *
 * @param gateways {@code namespace/name}, or {@code mesh}
 */
record PreparedRoute(
    ConfigObject<VirtualService> object, ExportTo exportTo, ImmutableSet<String> gateways) {

  static final String MESH = "mesh";

  boolean isForMesh() {
    return gateways.contains(MESH);
  }

  boolean isVisibleTo(String namespace) {
    return exportTo.allows(namespace);
  }
}
