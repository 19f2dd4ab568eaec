package io.meltemi.istiod.demo;

import com.google.common.collect.ImmutableList;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;

/** One step of a walk-through: something the reader does, or something the reader should see. */
sealed interface Step {

  /**
   * What a check looks at: the site, and what the apps have logged, who they are, and the folder
   * {@code policy/} of the sample.
   */
  record Stage(
      BookSite site, DemoLogs logs, ImmutableList<DemoWorkload> workloads, Path policies) {}

  /** {@code cp networking/RULES $MESH/NAME}. */
  record Apply(String rules, String name) implements Step {}

  /** {@code rm $MESH/NAME}. */
  record Remove(String name) implements Step {}

  /** A change made in an editor. */
  record Edit(String name, String from, String to) implements Step {}

  /**
   * Waits until a change has arrived: what is seen now cannot come from the rules of before.
   *
   * @param within a bound; a change takes well under a second
   */
  record Until(String what, Duration within, Look look) implements Step {}

  /** A fact of the README, looked at once. */
  record Check(String what, Look look) implements Step {}

  /** A fact about frequencies: chance may fool it once, not twice. */
  record Measure(String what, Look look) implements Step {}

  /** Looks, and says what it saw. */
  @FunctionalInterface
  interface Look {
    Verdict at(Stage stage) throws IOException, InterruptedException;
  }
}
