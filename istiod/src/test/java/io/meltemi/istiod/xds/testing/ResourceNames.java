package io.meltemi.istiod.xds.testing;

import com.google.protobuf.Any;
import com.google.protobuf.InvalidProtocolBufferException;
import io.envoyproxy.envoy.config.cluster.v3.Cluster;
import io.envoyproxy.envoy.config.endpoint.v3.ClusterLoadAssignment;
import io.envoyproxy.envoy.config.listener.v3.Filter;
import io.envoyproxy.envoy.config.listener.v3.FilterChain;
import io.envoyproxy.envoy.config.listener.v3.Listener;
import io.envoyproxy.envoy.config.route.v3.RouteConfiguration;
import io.envoyproxy.envoy.extensions.filters.network.http_connection_manager.v3.HttpConnectionManager;
import io.envoyproxy.envoy.extensions.transport_sockets.tls.v3.Secret;
import io.meltemi.translator.xds.XdsType;
import java.util.LinkedHashSet;
import java.util.Optional;
import java.util.Set;

/** The names in resources: their own, and those of other resources that they refer to. */
final class ResourceNames {

  private ResourceNames() {}

  static String of(XdsType type, Any resource) {
    try {
      return switch (type) {
        case CLUSTER -> Cluster.parseFrom(resource.getValue()).getName();
        case ENDPOINT -> ClusterLoadAssignment.parseFrom(resource.getValue()).getClusterName();
        case LISTENER -> Listener.parseFrom(resource.getValue()).getName();
        case ROUTE -> RouteConfiguration.parseFrom(resource.getValue()).getName();
        case SECRET -> Secret.parseFrom(resource.getValue()).getName();
      };
    } catch (InvalidProtocolBufferException e) {
      throw new IllegalArgumentException("not a " + type, e);
    }
  }

  /** The load assignment that a cluster needs, if it is of type EDS. */
  static Optional<String> endpointsOf(Any resource) {
    try {
      Cluster cluster = Cluster.parseFrom(resource.getValue());
      if (cluster.getType() != Cluster.DiscoveryType.EDS) {
        return Optional.empty();
      }
      String service = cluster.getEdsClusterConfig().getServiceName();
      return Optional.of(service.isEmpty() ? cluster.getName() : service);
    } catch (InvalidProtocolBufferException e) {
      throw new IllegalArgumentException("not a cluster", e);
    }
  }

  /** The route tables that a listener fetches. */
  static Set<String> routesOf(Any resource) {
    try {
      Listener listener = Listener.parseFrom(resource.getValue());
      Set<String> names = new LinkedHashSet<>();
      for (FilterChain chain : listener.getFilterChainsList()) {
        addRoutes(chain, names);
      }
      addRoutes(listener.getDefaultFilterChain(), names);
      return names;
    } catch (InvalidProtocolBufferException e) {
      throw new IllegalArgumentException("not a listener", e);
    }
  }

  private static void addRoutes(FilterChain chain, Set<String> names)
      throws InvalidProtocolBufferException {
    for (Filter filter : chain.getFiltersList()) {
      if (filter.getTypedConfig().is(HttpConnectionManager.class)) {
        HttpConnectionManager manager = filter.getTypedConfig().unpack(HttpConnectionManager.class);
        if (manager.hasRds()) {
          names.add(manager.getRds().getRouteConfigName());
        }
      }
    }
  }
}
