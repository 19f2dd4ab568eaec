package io.meltemi.translator.cluster;

import io.meltemi.translator.destination.DestinationEndpoints;
import io.meltemi.translator.proxy.IpFamilies;
import java.time.Duration;

/** Where a cluster's endpoints come from, with all that is needed to say so. */
sealed interface ClusterDiscovery {

  /** Over the same stream, under the cluster's name. */
  enum Eds implements ClusterDiscovery {
    INSTANCE
  }

  /**
   * Names that Envoy resolves.
   *
   * @param logical one address at a time; only for exactly one endpoint
   */
  record Dns(
      boolean logical, DestinationEndpoints endpoints, Duration refreshRate, IpFamilies families)
      implements ClusterDiscovery {}

  /** The request's host, resolved when it is asked for. */
  record DynamicDns(Duration refreshRate, IpFamilies families) implements ClusterDiscovery {}

  /**
   * Where the client dialled.
   *
   * @param portOverride another port than the one dialled; 0 for none
   */
  record OriginalDestination(int portOverride) implements ClusterDiscovery {}

  /** One fixed endpoint. */
  record Static(String address, int port) implements ClusterDiscovery {}

  /** None, ever. */
  enum Nowhere implements ClusterDiscovery {
    INSTANCE
  }
}
