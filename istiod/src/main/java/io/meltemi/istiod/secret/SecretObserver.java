package io.meltemi.istiod.secret;

import java.time.Duration;
import java.time.Instant;

/** Hears what becomes of workloads' certificates, for metrics. Called on any thread. */
public interface SecretObserver {

  SecretObserver NONE = new SecretObserver() {};

  /** One was made; {@code waited} is from when it became due. */
  default void issued(Instant notAfter, Duration waited) {}

  /** A proxy that came back has one that is still good. */
  default void kept(Instant renewAt) {}

  /** One could not be made; it is tried again. */
  default void failed(RuntimeException cause) {}
}
