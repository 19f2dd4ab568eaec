package io.meltemi.it.ads;

import com.google.protobuf.Message;
import com.google.protobuf.TypeRegistry;
import com.google.protobuf.util.JsonFormat;
import io.envoyproxy.envoy.config.cluster.v3.Cluster;
import io.envoyproxy.envoy.config.endpoint.v3.ClusterLoadAssignment;
import io.envoyproxy.envoy.config.listener.v3.Listener;
import io.envoyproxy.envoy.config.route.v3.RouteConfiguration;
import io.envoyproxy.envoy.extensions.filters.http.router.v3.Router;
import io.envoyproxy.envoy.extensions.filters.network.http_connection_manager.v3.HttpConnectionManager;
import io.meltemi.translator.xds.XdsResource;
import io.meltemi.translator.xds.XdsType;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;

/** Resources in Envoy's JSON. */
final class HandMade {

  private static final JsonFormat.Parser PARSER =
      JsonFormat.parser()
          .usingTypeRegistry(
              TypeRegistry.newBuilder()
                  .add(HttpConnectionManager.getDescriptor())
                  .add(Router.getDescriptor())
                  .build());

  private HandMade() {}

  /** An EDS cluster; its variant is a part of its connect timeout. */
  static XdsResource cluster(String name, int variant) {
    return resource(
        XdsType.CLUSTER,
        name,
        Cluster.newBuilder(),
        """
        {"name": "%s", "type": "EDS", "connectTimeout": "1.%03ds",
         "edsClusterConfig": {"serviceName": "%s", "edsConfig": {"ads": {}, "resourceApiVersion": "V3"}}}
        """
            .formatted(name, variant, name));
  }

  /** Envoy takes no EDS cluster that does not say where its endpoints come from. */
  static XdsResource withoutEdsConfig(String name) {
    Cluster cluster = Cluster.newBuilder().setName(name).setType(Cluster.DiscoveryType.EDS).build();
    return XdsResource.of(XdsType.CLUSTER, name, cluster, List.of());
  }

  static XdsResource endpoints(String cluster, String address, int port) {
    return resource(
        XdsType.ENDPOINT,
        cluster,
        ClusterLoadAssignment.newBuilder(),
        """
        {"clusterName": "%s", "endpoints": [{"lbEndpoints": [{"endpoint": {"address":
          {"socketAddress": {"address": "%s", "portValue": %d}}}}]}]}
        """
            .formatted(cluster, address, port));
  }

  /** An HTTP listener on loopback that fetches its routes. */
  static XdsResource listener(String name, int port, String routes) {
    return resource(
        XdsType.LISTENER,
        name,
        Listener.newBuilder(),
        """
        {"name": "%s", "address": {"socketAddress": {"address": "127.0.0.1", "portValue": %d}},
         "filterChains": [{"filters": [{"name": "http", "typedConfig": {
           "@type": "type.googleapis.com/envoy.extensions.filters.network.http_connection_manager.v3.HttpConnectionManager",
           "statPrefix": "%s",
           "rds": {"routeConfigName": "%s", "configSource": {"ads": {}, "resourceApiVersion": "V3"}},
           "httpFilters": [{"name": "router", "typedConfig": {
             "@type": "type.googleapis.com/envoy.extensions.filters.http.router.v3.Router"}}]}}]}]}
        """
            .formatted(name, port, name, routes));
  }

  /**
   * Sends everything to one cluster, in as many virtual hosts as told: more than one is refused.
   */
  static XdsResource routes(String name, String cluster, int hosts) {
    RouteConfiguration.Builder table = RouteConfiguration.newBuilder();
    read(
        table,
        """
        {"name": "%s", "virtualHosts": [{"name": "all", "domains": ["*"], "routes": [
          {"match": {"prefix": "/"}, "route": {"cluster": "%s"}}]}]}
        """
            .formatted(name, cluster));
    for (int i = 1; i < hosts; i++) {
      table.addVirtualHosts(table.getVirtualHosts(0).toBuilder().setName("all" + i));
    }
    return XdsResource.of(XdsType.ROUTE, name, table.build(), List.of());
  }

  private static XdsResource resource(
      XdsType type, String name, Message.Builder builder, String json) {
    read(builder, json);
    return XdsResource.of(type, name, builder.build(), List.of());
  }

  private static void read(Message.Builder builder, String json) {
    try {
      PARSER.merge(json, builder);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
