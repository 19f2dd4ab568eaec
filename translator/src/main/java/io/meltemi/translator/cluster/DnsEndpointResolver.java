package io.meltemi.translator.cluster;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableSortedMap;
import io.meltemi.translator.config.WorkloadSelector;
import io.meltemi.translator.destination.ClientScope;
import io.meltemi.translator.destination.DestinationEndpoints;
import io.meltemi.translator.destination.Discovery;
import io.meltemi.translator.destination.LocalityPolicyResolver;
import io.meltemi.translator.destination.MeshDestination;
import io.meltemi.translator.model.EndpointHealth;
import io.meltemi.translator.model.EndpointIndex;
import io.meltemi.translator.model.EndpointTls;
import io.meltemi.translator.model.Locality;
import io.meltemi.translator.model.MeshEndpoint;
import io.meltemi.translator.model.MeshService;
import io.meltemi.translator.model.Place;
import io.meltemi.translator.model.ServiceEndpoints;

/** What a DNS cluster carries inside: unlike EDS, its endpoints are part of the cluster. */
record DnsEndpointResolver(EndpointIndex index, Locality locality) {

  ClusterDiscovery.Dns resolve(ClientScope client, MeshDestination destination) {
    ServiceEndpoints members = members(destination);
    // Envoy refuses LOGICAL_DNS with any other number of endpoints than one.
    boolean logical =
        destination.discovery() == Discovery.LOGICAL_DNS && members.endpoints().size() == 1;
    return new ClusterDiscovery.Dns(
        logical,
        new DestinationEndpoints(
            members,
            destination.port().number(),
            LocalityPolicyResolver.resolve(
                client.meshConfig(),
                destination,
                new Place(locality, ""),
                client.labels(),
                members),
            false),
        DnsRefreshRate.of(client.meshConfig()),
        client.families());
  }

  private ServiceEndpoints members(MeshDestination destination) {
    MeshService service = destination.service();
    if (service.externalName().isPresent()) {
      return new ServiceEndpoints(
          service.key(),
          ImmutableList.of(alias(service.externalName().get(), destination.port().number())));
    }
    ServiceEndpoints all = index.of(service.key());
    int port = destination.port().number();
    WorkloadSelector subset = new WorkloadSelector(destination.subsetLabels());
    return new ServiceEndpoints(
        service.key(),
        all.endpoints().stream()
            .filter(endpoint -> subset.selects(endpoint.labels()))
            .filter(endpoint -> endpoint.health() != EndpointHealth.UNHEALTHY)
            .filter(endpoint -> endpoint.ports().containsKey(port))
            .collect(ImmutableList.toImmutableList()));
  }

  private static MeshEndpoint alias(String target, int port) {
    return new MeshEndpoint(
        target,
        ImmutableSortedMap.of(port, port),
        ImmutableSortedMap.of(),
        Locality.UNKNOWN,
        1,
        "",
        "",
        EndpointHealth.HEALTHY,
        "",
        EndpointTls.NONE);
  }
}
