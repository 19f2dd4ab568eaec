package io.meltemi.translator.config.decode;

import io.meltemi.translator.config.DestinationRule;

/** Reads a {@link DestinationRule}. */
final class DestinationRuleDecoder {

  private DestinationRuleDecoder() {}

  static DestinationRule destinationRule(ObjectReader in) {
    return new DestinationRule(
        in.requiredString("host"),
        in.object("trafficPolicy", TrafficPolicyDecoder::trafficPolicy),
        in.list("subsets", DestinationRuleDecoder::subset),
        in.strings("exportTo"),
        in.object("workloadSelector", SharedDecoder::matchLabels));
  }

  private static DestinationRule.Subset subset(ObjectReader in) {
    return new DestinationRule.Subset(
        in.requiredString("name"),
        in.stringMap("labels"),
        in.object("trafficPolicy", TrafficPolicyDecoder::trafficPolicy));
  }
}
