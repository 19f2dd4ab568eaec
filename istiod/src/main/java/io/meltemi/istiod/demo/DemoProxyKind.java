package io.meltemi.istiod.demo;

/** Which Envoy a workload of the demo gets ({@code demo.meltemi.io/proxy}). */
enum DemoProxyKind {
  /** One beside it. */
  SIDECAR,
  /** It is one itself, a gateway. */
  ROUTER,
  /** None: it plays the world outside. */
  NONE
}
