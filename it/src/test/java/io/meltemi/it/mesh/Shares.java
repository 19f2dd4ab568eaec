package io.meltemi.it.mesh;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.concurrent.Callable;

/** What is left to chance, and how often. */
public final class Shares {

  private static final double SIGMAS = 3;

  private Shares() {}

  /**
   * A share within three standard deviations. Those are missed once in 370 by chance alone; twice
   * in a row is no chance.
   *
   * @param hits makes so many calls, and says how many of them came there
   */
  public static void assertShare(double share, int calls, Callable<Integer> hits) throws Exception {
    double expected = share * calls;
    double allowed = SIGMAS * Math.sqrt(expected * (1 - share));
    int first = hits.call();
    if (Math.abs(first - expected) > allowed) {
      assertThat((double) hits.call())
          .as("the second time, after %d of %d", first, calls)
          .isCloseTo(expected, within(allowed));
    }
  }
}
