package io.meltemi.translator.cluster;

import io.meltemi.translator.model.MeshService;

/** Which service a cluster is for, as Istio's tools want it in the metadata. */
record ClusterService(String hostname, String name, String namespace) {

  /** A ServiceEntry's service is called by its hostname. */
  static ClusterService of(MeshService service) {
    return new ClusterService(
        service.hostname(),
        service.isKubernetes() ? service.origin().name() : service.hostname(),
        service.namespace());
  }
}
