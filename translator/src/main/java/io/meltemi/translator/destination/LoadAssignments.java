package io.meltemi.translator.destination;

import io.envoyproxy.envoy.config.core.v3.HealthStatus;
import io.envoyproxy.envoy.config.endpoint.v3.ClusterLoadAssignment;
import io.envoyproxy.envoy.config.endpoint.v3.Endpoint;
import io.envoyproxy.envoy.config.endpoint.v3.LbEndpoint;
import io.envoyproxy.envoy.config.endpoint.v3.LocalityLbEndpoints;
import io.meltemi.translator.model.EndpointHealth;
import io.meltemi.translator.model.Locality;
import io.meltemi.translator.model.MeshEndpoint;
import io.meltemi.translator.xds.Protos;
import java.util.function.Predicate;

/**
 * A cluster's endpoints in Envoy's words: an EDS resource, or what a DNS cluster carries inside.
 *
 * <p>What equals Envoy's default (weight 1, unknown place, unknown health) is left out, because
 * every proxy gets thousands of these.
 */
public final class LoadAssignments {
  private LoadAssignments() {}

  /**
   * The assignment.
   *
   * @param usable tells whether Envoy can take an address; the other endpoints are left out
   */
  public static ClusterLoadAssignment of(
      String cluster, DestinationEndpoints destination, Predicate<String> usable) {
    ClusterLoadAssignment.Builder assignment =
        ClusterLoadAssignment.newBuilder().setClusterName(cluster);
    for (LocalityGroup group : LocalityArrangement.of(destination, usable)) {
      LocalityLbEndpoints.Builder place =
          LocalityLbEndpoints.newBuilder().setPriority(group.priority());
      if (!group.locality().equals(Locality.UNKNOWN)) {
        place.setLocality(locality(group.locality()));
      }
      if (group.weight() > 0) {
        place.setLoadBalancingWeight(Protos.uint32(group.weight()));
      }
      for (MeshEndpoint endpoint : group.endpoints()) {
        Integer port = endpoint.ports().get(destination.port());
        if (port != null) {
          place.addLbEndpoints(endpoint(endpoint, destination.port(), port));
        }
      }
      assignment.addEndpoints(place);
    }
    return assignment.build();
  }

  private static LbEndpoint endpoint(MeshEndpoint endpoint, int servicePort, int port) {
    LbEndpoint.Builder built =
        LbEndpoint.newBuilder()
            .setEndpoint(Endpoint.newBuilder().setAddress(Protos.address(endpoint.address(), port)))
            .setHealthStatus(health(endpoint.health()));
    if (endpoint.weight() > 1) {
      built.setLoadBalancingWeight(Protos.uint32(endpoint.weight()));
    }
    EndpointMetadata.of(endpoint, servicePort).ifPresent(built::setMetadata);
    return built.build();
  }

  /** HEALTHY is left unsaid: Envoy treats UNKNOWN the same. */
  private static HealthStatus health(EndpointHealth health) {
    return switch (health) {
      case HEALTHY -> HealthStatus.UNKNOWN;
      case UNHEALTHY -> HealthStatus.UNHEALTHY;
      case DRAINING -> HealthStatus.DRAINING;
    };
  }

  private static io.envoyproxy.envoy.config.core.v3.Locality locality(Locality locality) {
    return io.envoyproxy.envoy.config.core.v3.Locality.newBuilder()
        .setRegion(locality.region())
        .setZone(locality.zone())
        .setSubZone(locality.subzone())
        .build();
  }
}
