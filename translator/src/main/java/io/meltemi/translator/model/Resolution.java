package io.meltemi.translator.model;

/** How a proxy finds the endpoints of a service. */
public enum Resolution {
  /** We know the endpoints: EDS. */
  STATIC,
  /** Envoy resolves the endpoints' names, all addresses of each: STRICT_DNS. */
  DNS,
  /** Envoy resolves one name, using one address at a time: LOGICAL_DNS. */
  DNS_ROUND_ROBIN,
  /** Wherever the client dialled: ORIGINAL_DST (headless with passthrough, ServiceEntry NONE). */
  PASSTHROUGH,
  /** Whatever host the request names, resolved by the proxy: dynamic forward proxy. */
  DYNAMIC_DNS
}
