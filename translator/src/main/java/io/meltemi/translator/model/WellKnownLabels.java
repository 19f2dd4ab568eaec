package io.meltemi.translator.model;

/** Labels whose meaning Kubernetes and Istio define. */
final class WellKnownLabels {

  /** On a workload: where it runs, dots instead of slashes; wins over what the platform says. */
  static final String LOCALITY = "istio-locality";

  static final String NETWORK = "topology.istio.io/network";

  /** On a workload, by whoever gave it a proxy: {@code istio} if it takes mTLS. */
  static final String TLS_MODE = "security.istio.io/tlsMode";

  static final String REGION = "topology.kubernetes.io/region";
  static final String ZONE = "topology.kubernetes.io/zone";
  static final String SUBZONE = "topology.istio.io/subzone";

  /** Which node something is on; every workload has it, whether written on it or not. */
  static final String NODE = "kubernetes.io/hostname";

  private WellKnownLabels() {}
}
