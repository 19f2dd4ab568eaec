package io.meltemi.istiod.xds;

import io.meltemi.translator.xds.ModelRevision;
import io.meltemi.translator.xds.ResourceSet;
import io.meltemi.translator.xds.XdsType;

/** The two variants of the xDS protocol. */
enum Dialect {
  DELTA,
  STATE_OF_THE_WORLD;

  boolean isDelta() {
    return this == DELTA;
  }

  /**
   * What a response calls itself. In delta it is for people only, each resource having its own
   * version; in state of the world the proxy says it again when it reconnects, so it is made of
   * content.
   */
  String version(ResourceSet sent, ModelRevision revision) {
    return switch (this) {
      case DELTA -> Long.toString(revision.number());
      case STATE_OF_THE_WORLD -> sent.version();
    };
  }

  Subscription subscription(XdsType type, Transitions transitions) {
    return switch (this) {
      case DELTA -> new DeltaSubscription(type, transitions);
      case STATE_OF_THE_WORLD -> new SotwSubscription(type, transitions);
    };
  }
}
