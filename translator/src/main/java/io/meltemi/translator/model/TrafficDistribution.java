package io.meltemi.translator.model;

import com.google.common.base.Ascii;
import io.meltemi.translator.config.ObjectMeta;

/** Which endpoints of a service its clients should prefer, by the word of the service itself. */
public enum TrafficDistribution {
  /** All alike. */
  ANY,
  /** Those of the client's own zone, then of its region. */
  PREFER_SAME_ZONE,
  /** Those of the client's own node, as near as we know it: of its subzone, then zone, region. */
  PREFER_SAME_NODE;

  /** For services of before the field, and for ServiceEntries. */
  private static final String ANNOTATION = "networking.istio.io/traffic-distribution";

  /** Of the field, or else of the annotation; what nobody knows is as if it was not said. */
  static TrafficDistribution of(String field, ObjectMeta meta) {
    TrafficDistribution said = parse(field);
    return said == ANY ? parse(meta.annotation(ANNOTATION)) : said;
  }

  private static TrafficDistribution parse(String text) {
    return switch (Ascii.toLowerCase(text)) {
      // What the field was called at first, and means.
      case "preferclose", "prefersamezone" -> PREFER_SAME_ZONE;
      case "prefersamenode" -> PREFER_SAME_NODE;
      default -> ANY;
    };
  }
}
