package io.meltemi.it.envoy;

import io.meltemi.istiod.proxy.EnvoyAdmin;
import java.io.Closeable;
import java.io.IOException;
import java.time.Duration;

/** An Envoy that a test started. */
public interface RunningEnvoy extends Closeable {

  /** Waits until it has its first configuration. */
  EnvoyAdmin awaitLive(Duration patience) throws IOException, InterruptedException;

  /** Waits until its admin pages answer, configured or not. */
  EnvoyAdmin awaitAdmin(Duration patience) throws IOException, InterruptedException;

  /** The end of its log. */
  String lastLines();

  @Override
  void close();
}
