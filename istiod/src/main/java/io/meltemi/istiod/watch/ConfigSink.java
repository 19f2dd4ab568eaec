package io.meltemi.istiod.watch;

import com.google.common.collect.ImmutableList;

/** Takes what sources tell. Called from any thread; does not block. */
@FunctionalInterface
public interface ConfigSink {

  /** Events that happened together, in order: nobody should see only some of them. */
  void accept(ImmutableList<ConfigEvent> events);
}
