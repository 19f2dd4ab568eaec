package io.meltemi.translator.listener;

import com.google.common.collect.ImmutableList;
import io.meltemi.translator.naming.ClusterName;

/** What a filter chain does with its connections. */
sealed interface ChainFilters {

  /**
   * Reads requests.
   *
   * @param statPrefix what the listener's HTTP statistics are named by
   * @param grpcWeb whether gRPC-Web is turned into gRPC
   */
  record Http(HttpSide side, HttpRoutes routes, String statPrefix, boolean grpcWeb)
      implements ChainFilters {}

  /**
   * Passes bytes on.
   *
   * @param clusters at least one
   * @param announced whether a server of the mesh must be told that these are bytes, because its
   *     port may as well speak HTTP
   */
  record Tcp(
      String statPrefix,
      ImmutableList<WeightedCluster> clusters,
      TcpPolicy policy,
      boolean announced)
      implements ChainFilters {

    /** To one cluster, under its name. */
    static Tcp to(String cluster) {
      return new Tcp(
          cluster, ImmutableList.of(new WeightedCluster(cluster, 1)), TcpPolicy.NONE, false);
    }

    /** Whether nothing gets through. */
    boolean isBlackHole() {
      return clusters.size() == 1 && clusters.getFirst().cluster().equals(ClusterName.BLACK_HOLE);
    }
  }

  /** A share of the connections; {@code weight} is at least 1. */
  record WeightedCluster(String cluster, int weight) {}

  /** Which side of a proxy requests are read on: who is trusted, and which headers are added. */
  enum HttpSide {
    SIDECAR_OUTBOUND,
    SIDECAR_INBOUND,
    GATEWAY
  }

  /** Where an HTTP connection manager has its routes from. */
  sealed interface HttpRoutes {

    /** A route configuration served under this name. */
    record Named(String name) implements HttpRoutes {}

    /**
     * All requests to one cluster: the inbound side, where routes are too simple to serve apart.
     *
     * @param name of the route configuration
     * @param virtualHost the name of its only virtual host
     * @param operation what traces call the requests
     */
    record AllTo(String name, String virtualHost, String cluster, String operation)
        implements HttpRoutes {}
  }
}
