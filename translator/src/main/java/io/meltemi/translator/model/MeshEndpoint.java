package io.meltemi.translator.model;

import com.google.common.collect.ImmutableSortedMap;

/**
 * One workload behind a service.
 *
 * @param address an IP, a hostname (DNS resolutions) or {@code unix:///path}
 * @param ports service port number → port of the workload; a service port that is not in it is not
 *     served by this endpoint
 * @param weight relative, at least 1
 * @param serviceAccount empty when unknown
 * @param network empty for the default network
 * @param workload the object it comes from, {@code namespace/name}, empty for a ServiceEntry's own
 * @param tls whether, and on which of its ports, it takes mTLS
 * @param node the node of the cluster that it runs on; empty for one on none
 */
public record MeshEndpoint(
    String address,
    ImmutableSortedMap<Integer, Integer> ports,
    ImmutableSortedMap<String, String> labels,
    Locality locality,
    int weight,
    String serviceAccount,
    String network,
    EndpointHealth health,
    String workload,
    EndpointTls tls,
    String node) {

  /** One that is on no node of a cluster. */
  public MeshEndpoint(
      String address,
      ImmutableSortedMap<Integer, Integer> ports,
      ImmutableSortedMap<String, String> labels,
      Locality locality,
      int weight,
      String serviceAccount,
      String network,
      EndpointHealth health,
      String workload,
      EndpointTls tls) {
    this(
        address,
        ports,
        labels,
        locality,
        weight,
        serviceAccount,
        network,
        health,
        workload,
        tls,
        "");
  }

  /** Whether it takes mTLS on the port that serves a service's port. */
  public boolean takesMutualTls(int servicePort) {
    Integer port = ports.get(servicePort);
    return tls.able() && port != null && !tls.plaintextPorts().contains(port);
  }

  /** The workload's namespace: of one that a ServiceEntry lists itself, the service's. */
  public String namespace(MeshService service) {
    int slash = workload.indexOf('/');
    return slash < 0 ? service.namespace() : workload.substring(0, slash);
  }

  MeshEndpoint with(EndpointTls newTls) {
    return new MeshEndpoint(
        address,
        ports,
        labels,
        locality,
        weight,
        serviceAccount,
        network,
        health,
        workload,
        newTls,
        node);
  }

  /** Of what tells endpoints apart; there are tens of thousands, and trees hash slowly. */
  @Override
  public int hashCode() {
    return (address.hashCode() * 31 + workload.hashCode()) * 31 + weight;
  }
}
