package io.meltemi.translator.proxy;

/** What a proxy is for; the first part of its node id. */
public enum ProxyKind {
  /** Beside a workload: {@code sidecar}. */
  SIDECAR,
  /** At an edge of the mesh: {@code router}. */
  ROUTER
}
