package io.meltemi.translator.bootstrap;

import io.meltemi.translator.model.Locality;

/**
 * Where a proxy runs.
 *
 * @param network empty if all workloads reach each other directly
 * @param clusterId of the registry that knows the workload
 * @param clusterDomain what namespaces are completed with
 */
public record ProxyPlace(
    Locality locality, String network, String clusterId, String clusterDomain) {

  /** Istio's defaults. */
  public static final ProxyPlace DEFAULT =
      new ProxyPlace(Locality.UNKNOWN, "", "Kubernetes", "cluster.local");

  public ProxyPlace withLocality(Locality where) {
    return new ProxyPlace(where, network, clusterId, clusterDomain);
  }
}
