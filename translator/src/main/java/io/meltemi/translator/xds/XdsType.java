package io.meltemi.translator.xds;

import com.google.common.collect.ImmutableMap;
import com.google.common.collect.Maps;
import java.util.Arrays;
import java.util.Optional;

/** The resource types we serve, in the order in which they are pushed (make before break). */
public enum XdsType {
  CLUSTER("envoy.config.cluster.v3.Cluster"),
  ENDPOINT("envoy.config.endpoint.v3.ClusterLoadAssignment"),
  LISTENER("envoy.config.listener.v3.Listener"),
  ROUTE("envoy.config.route.v3.RouteConfiguration"),
  SECRET("envoy.extensions.transport_sockets.tls.v3.Secret");

  private static final ImmutableMap<String, XdsType> BY_URL =
      Maps.uniqueIndex(Arrays.asList(values()), XdsType::typeUrl);

  private final String typeUrl;

  XdsType(String message) {
    this.typeUrl = "type.googleapis.com/" + message;
  }

  public String typeUrl() {
    return typeUrl;
  }

  public static Optional<XdsType> parse(String typeUrl) {
    return Optional.ofNullable(BY_URL.get(typeUrl));
  }

  /** Whether a wildcard subscription means "all of them" (LDS and CDS), as in the xDS protocol. */
  public boolean isWildcard() {
    return this == CLUSTER || this == LISTENER;
  }
}
