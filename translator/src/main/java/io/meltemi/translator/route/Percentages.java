package io.meltemi.translator.route;

import io.envoyproxy.envoy.type.v3.FractionalPercent;
import io.meltemi.translator.config.Percent;

/** Shares of requests in Envoy's words. What is beyond 0 or 100 is cut. */
final class Percentages {

  private static final int PER_MILLION = 10_000;

  private Percentages() {}

  /** To the fourth decimal place, as fine as Envoy counts. */
  static FractionalPercent fractional(Percent percent) {
    double value = Double.isNaN(percent.value()) ? 0 : Math.clamp(percent.value(), 0.0, 100.0);
    return FractionalPercent.newBuilder()
        .setNumerator((int) Math.round(value * PER_MILLION))
        .setDenominator(FractionalPercent.DenominatorType.MILLION)
        .build();
  }

  static FractionalPercent whole(int percent) {
    return FractionalPercent.newBuilder().setNumerator(Math.clamp(percent, 0, 100)).build();
  }
}
