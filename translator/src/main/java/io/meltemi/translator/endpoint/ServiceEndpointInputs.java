package io.meltemi.translator.endpoint;

import io.meltemi.translator.config.ConfigObject;
import io.meltemi.translator.config.DestinationRule;
import io.meltemi.translator.config.TrafficDistribution;
import io.meltemi.translator.destination.ClientScope;
import io.meltemi.translator.model.ComparedLabels;
import io.meltemi.translator.model.MeshService;
import io.meltemi.translator.model.Place;
import io.meltemi.translator.model.ServiceEndpoints;
import java.util.Optional;

/**
 * All that decides the endpoints of a service's clusters.
 *
 * @param place without the node where it decides nothing, so that clients on all nodes share what
 *     is made of this
 */
record ServiceEndpointInputs(
    MeshService service,
    Optional<ConfigObject<DestinationRule>> rule,
    ServiceEndpoints endpoints,
    ClientScope client,
    Place place) {

  static ServiceEndpointInputs of(
      MeshService service,
      Optional<ConfigObject<DestinationRule>> rule,
      ServiceEndpoints endpoints,
      ClientScope client,
      Place place) {
    boolean nodeDecides =
        !place.node().isEmpty()
            && (service.distribution().dependsOnNode()
                || rule.filter(it -> ComparedLabels.includeNode(it.spec())).isPresent()
                || ComparedLabels.includeNode(client.meshConfig()));
    return new ServiceEndpointInputs(
        service, rule, endpoints, client, nodeDecides ? place : place.onAnyNode());
  }

  /** Those that the clients may get at all. */
  ServiceEndpoints reachable() {
    return service.distribution() == TrafficDistribution.ONLY_SAME_NODE
        ? endpoints.onNode(place.node())
        : endpoints;
  }
}
