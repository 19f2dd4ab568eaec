package io.meltemi.istiod.watch;

import com.google.common.collect.ImmutableList;

/** Tells a {@link ConfigSink} what there is, and from then on what changes. */
public interface ConfigSource extends AutoCloseable {

  /** What its {@link ConfigEvent.Synced}s say: nothing is published before each has come. */
  ImmutableList<String> names();

  void start();

  @Override
  void close();
}
