package io.meltemi.translator.model;

import com.google.common.collect.ImmutableSortedSet;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * Who answers for a service, told by its endpoints but changing much more rarely than they do: what
 * clusters need to know of them.
 *
 * @param accounts {@code namespace/service-account} of each endpoint that has one
 * @param mutualPorts the service's ports on which every endpoint takes mTLS; only of services whose
 *     clients dial the endpoints themselves, as for the others it is decided endpoint by endpoint
 */
public record ServicePeers(
    ImmutableSortedSet<String> accounts, ImmutableSortedSet<Integer> mutualPorts) {

  public static final ServicePeers NONE =
      new ServicePeers(ImmutableSortedSet.of(), ImmutableSortedSet.of());

  static ServicePeers of(MeshService service, ServiceEndpoints endpoints) {
    List<MeshEndpoint> all = endpoints.endpoints();
    Set<String> accounts = new HashSet<>();
    for (MeshEndpoint endpoint : all) {
      if (!endpoint.serviceAccount().isEmpty()) {
        accounts.add(endpoint.namespace(service) + "/" + endpoint.serviceAccount());
      }
    }
    boolean dialled = service.resolution() == Resolution.PASSTHROUGH && !all.isEmpty();
    return accounts.isEmpty() && !dialled
        ? NONE
        : new ServicePeers(
            ImmutableSortedSet.copyOf(accounts),
            dialled ? mutualPorts(service, all) : ImmutableSortedSet.of());
  }

  private static ImmutableSortedSet<Integer> mutualPorts(
      MeshService service, List<MeshEndpoint> endpoints) {
    return service.ports().stream()
        .map(ServicePort::number)
        .filter(port -> endpoints.stream().allMatch(endpoint -> endpoint.takesMutualTls(port)))
        .collect(ImmutableSortedSet.toImmutableSortedSet(Integer::compare));
  }
}
