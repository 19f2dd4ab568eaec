package io.meltemi.translator.model;

/** What the platform says of an endpoint. */
public enum EndpointHealth {
  HEALTHY,
  UNHEALTHY,
  /** Terminating, still serving: no new sessions, old ones go on. */
  DRAINING
}
