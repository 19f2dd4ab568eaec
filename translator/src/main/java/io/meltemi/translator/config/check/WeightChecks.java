package io.meltemi.translator.config.check;

import java.util.List;

/** Shares of traffic. */
final class WeightChecks {

  /** Envoy's weighted clusters add up in 32 bits. */
  private static final long MOST = 0xFFFF_FFFFL;

  private WeightChecks() {}

  static void weights(Findings at, String list, List<Integer> weights) {
    long total = 0;
    boolean negative = false;
    for (int i = 0; i < weights.size(); i++) {
      int weight = weights.get(i);
      total += weight;
      negative |= weight < 0;
    }
    at.each(list, weights, (f, weight) -> NumberChecks.notNegative(f.at("weight"), weight));
    if (negative) {
      return;
    }
    if (weights.size() > 1 && total == 0) {
      at.at(list).invalid("with several destinations, one weight at least must be above 0");
    }
    if (total > MOST) {
      at.at(list).invalid("the weights add up to more than " + MOST);
    }
  }
}
