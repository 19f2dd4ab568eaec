package io.meltemi.translator.authn;

/** What a port of a workload accepts, after inheritance: there is no {@code UNSET} any more. */
public enum MutualTlsMode {
  /** Plaintext, or the application's own TLS. */
  DISABLE,
  /** Both; Istio's default. */
  PERMISSIVE,
  /** The mesh's mTLS only. */
  STRICT
}
