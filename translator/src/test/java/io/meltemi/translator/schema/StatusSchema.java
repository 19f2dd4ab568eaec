package io.meltemi.translator.schema;

import com.google.common.collect.ImmutableMap;

/** The status that istiod writes on every kind; what others write beside it is kept. */
final class StatusSchema {

  private static final ImmutableMap<String, Object> TEXT = ImmutableMap.of("type", "string");

  /** Istio's own status has generations as strings, and those objects are still there. */
  private static final ImmutableMap<String, Object> GENERATION =
      ImmutableMap.of("x-kubernetes-int-or-string", true);

  private StatusSchema() {}

  static ImmutableMap<String, Object> schema() {
    return ImmutableMap.of(
        "type",
        "object",
        "description",
        "What istiod made of the object.",
        "x-kubernetes-preserve-unknown-fields",
        true,
        "properties",
        ImmutableMap.of(
            "observedGeneration",
            GENERATION,
            "conditions",
            ImmutableMap.of("type", "array", "items", condition()),
            "validationMessages",
            ImmutableMap.of(
                "type",
                "array",
                "items",
                ImmutableMap.of("type", "object", "x-kubernetes-preserve-unknown-fields", true))));
  }

  private static ImmutableMap<String, Object> condition() {
    return ImmutableMap.of(
        "type",
        "object",
        "x-kubernetes-preserve-unknown-fields",
        true,
        "properties",
        ImmutableMap.of(
            "type", TEXT,
            "status", TEXT,
            "reason", TEXT,
            "message", TEXT,
            "lastTransitionTime", ImmutableMap.of("type", "string", "format", "date-time"),
            "lastProbeTime", ImmutableMap.of("type", "string", "format", "date-time"),
            "observedGeneration", GENERATION));
  }
}
