package io.meltemi.translator.config;

import com.google.common.base.Ascii;
import java.util.Optional;

/** Which endpoints of a service its clients get or prefer, by the word of the service itself. */
public enum TrafficDistribution {
  /** All alike. */
  ANY,
  /** Those of the client's own zone, then of its region. */
  PREFER_SAME_ZONE,
  /** Those of the client's own node, then of its subzone, zone, region. */
  PREFER_SAME_NODE,
  /** Those of the client's own node, and never any other ({@code internalTrafficPolicy: Local}). */
  ONLY_SAME_NODE;

  /** For Services of before the field, and for ServiceEntries. */
  public static final String ANNOTATION = "networking.istio.io/traffic-distribution";

  /** Of the fields, or else of the annotation. */
  public static TrafficDistribution of(KubeService service, ObjectMeta meta) {
    if (service.internalTrafficPolicy() == KubeService.TrafficPolicy.LOCAL) {
      return ONLY_SAME_NODE;
    }
    TrafficDistribution said = parse(service.trafficDistribution()).orElse(ANY);
    return said == ANY ? of(meta) : said;
  }

  /** Of the annotation; what nobody knows is as if it was not said, and the checks say so. */
  public static TrafficDistribution of(ObjectMeta meta) {
    return parse(meta.annotation(ANNOTATION)).orElse(ANY);
  }

  /** Empty for a word that means none of them; no word at all is {@link #ANY}. */
  public static Optional<TrafficDistribution> parse(String text) {
    return switch (Ascii.toLowerCase(text)) {
      case "" -> Optional.of(ANY);
      // What the field was called at first, and means.
      case "preferclose", "prefersamezone" -> Optional.of(PREFER_SAME_ZONE);
      case "prefersamenode" -> Optional.of(PREFER_SAME_NODE);
      default -> Optional.empty();
    };
  }

  /** Whether clients on two nodes of one place may get other endpoints. */
  public boolean dependsOnNode() {
    return switch (this) {
      case ANY, PREFER_SAME_ZONE -> false;
      case PREFER_SAME_NODE, ONLY_SAME_NODE -> true;
    };
  }
}
