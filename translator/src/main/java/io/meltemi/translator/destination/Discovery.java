package io.meltemi.translator.destination;

/** How Envoy comes by the endpoints of a cluster. */
public enum Discovery {
  /** We send them. */
  EDS,
  /** Envoy resolves their names and uses all addresses. */
  STRICT_DNS,
  /** Envoy resolves the one name and uses one address at a time. */
  LOGICAL_DNS,
  /** The address the client dialled. */
  ORIGINAL_DST,
  /** The host the request names. */
  DYNAMIC_DNS;

  /** The cluster itself carries the endpoints. */
  public boolean isDns() {
    return this == STRICT_DNS || this == LOGICAL_DNS;
  }
}
