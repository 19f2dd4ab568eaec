package io.meltemi.istiod.state;

import io.meltemi.istiod.watch.ConfigEvent;
import java.time.Duration;

/** Hears what the loop does, for metrics. Called on the loop's thread. */
public interface LoopObserver {

  LoopObserver NONE = new LoopObserver() {};

  /** An event of a source was taken from the queue. */
  default void received(ConfigEvent event) {}

  /** A model was made out of so many changes. */
  default void applied(int changes, Duration took) {}

  /** Something threw; {@code what} names it. */
  default void failed(String what, Throwable cause) {}
}
