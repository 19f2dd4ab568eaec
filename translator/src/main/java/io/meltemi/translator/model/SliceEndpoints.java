package io.meltemi.translator.model;

import com.google.common.collect.ImmutableSortedMap;
import io.meltemi.translator.config.ConfigObject;
import io.meltemi.translator.config.KubeEndpointSlice;
import io.meltemi.translator.config.KubeNode;
import io.meltemi.translator.config.KubeService;
import io.meltemi.translator.diagnostic.ConfigKey;
import io.meltemi.translator.diagnostic.ConfigKind;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * The endpoints in one EndpointSlice, joined with the Pods behind them. One whose Pod is not there,
 * or has another address, is none: the slice is older or newer than what is known of the Pod, and
 * the address may be somebody else's by now, to whom nothing shall be sent, least of all in
 * plaintext.
 */
final class SliceEndpoints {

  private SliceEndpoints() {}

  static List<MeshEndpoint> derive(
      ConfigObject<KubeService> service,
      ConfigObject<KubeEndpointSlice> slice,
      WorkloadIndex workloads,
      ObjectIndex<KubeNode> nodes) {
    ImmutableSortedMap<Integer, Integer> ports = ports(service.spec(), slice.spec());
    List<MeshEndpoint> endpoints = new ArrayList<>();
    for (KubeEndpointSlice.Endpoint endpoint : slice.spec().endpoints()) {
      if (!endpoint.addresses().isEmpty()) {
        // Kubernetes defines no meaning for any address but the first.
        String address = endpoint.addresses().getFirst();
        EndpointHealth health = health(endpoint);
        Optional<ConfigKey> pod = pod(endpoint, slice.namespace());
        if (pod.isEmpty()) {
          endpoints.add(bare(endpoint, address, ports, health, nodes));
        } else {
          pod.flatMap(workloads::get)
              .filter(workload -> workload.addresses().contains(address))
              .map(workload -> KubeServiceEndpoints.endpoint(workload, address, ports, health))
              .ifPresent(endpoints::add);
        }
      }
    }
    return endpoints;
  }

  /** Ports are matched by name; one without a number, "all ports", is none we could send to. */
  private static ImmutableSortedMap<Integer, Integer> ports(
      KubeService service, KubeEndpointSlice slice) {
    SortedMap<Integer, Integer> ports = new TreeMap<>();
    for (KubeService.Port port : service.ports()) {
      slice.ports().stream()
          .filter(candidate -> candidate.name().equals(port.name()))
          .flatMap(candidate -> candidate.port().stream())
          .findFirst()
          .ifPresent(target -> ports.put(port.port(), target));
    }
    return ImmutableSortedMap.copyOfSorted(ports);
  }

  private static EndpointHealth health(KubeEndpointSlice.Endpoint endpoint) {
    if (endpoint.ready().orElse(true)) {
      return EndpointHealth.HEALTHY;
    }
    boolean drains = endpoint.terminating().orElse(false) && endpoint.serving().orElse(false);
    return drains ? EndpointHealth.DRAINING : EndpointHealth.UNHEALTHY;
  }

  /** The Pod that it is said to be. */
  private static Optional<ConfigKey> pod(KubeEndpointSlice.Endpoint endpoint, String namespace) {
    return endpoint
        .targetRef()
        .filter(target -> target.kind().equals("Pod"))
        .map(
            target ->
                new ConfigKey(
                    ConfigKind.POD,
                    target.namespace().isEmpty() ? namespace : target.namespace(),
                    target.name()));
  }

  private static MeshEndpoint bare(
      KubeEndpointSlice.Endpoint endpoint,
      String address,
      ImmutableSortedMap<Integer, Integer> ports,
      EndpointHealth health,
      ObjectIndex<KubeNode> nodes) {
    Locality ofNode = Workloads.localityOfNode(endpoint.nodeName(), nodes);
    return new MeshEndpoint(
        address,
        ports,
        ImmutableSortedMap.of(),
        ofNode.equals(Locality.UNKNOWN) ? new Locality("", endpoint.zone(), "") : ofNode,
        1,
        "",
        "",
        health,
        "",
        EndpointTls.NONE,
        endpoint.nodeName());
  }
}
