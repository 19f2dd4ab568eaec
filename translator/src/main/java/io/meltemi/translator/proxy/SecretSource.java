package io.meltemi.translator.proxy;

/** Where a proxy has the mesh's certificates from. */
public enum SecretSource {
  /** From a local agent, by SDS at the cluster {@code sds-grpc}: Istio's own proxies. */
  AGENT,
  /** From us, over the same stream as everything else. */
  ADS,
  /** It has none: it calls in plaintext, and takes plaintext where that is allowed. */
  NONE
}
