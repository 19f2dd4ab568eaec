package io.meltemi.translator.config;

import com.google.common.collect.ImmutableList;
import java.util.Optional;

/** A service that the platform does not know, or that adds to one it knows. */
public record ServiceEntry(
    ImmutableList<String> hosts,
    ImmutableList<String> addresses,
    ImmutableList<Port> ports,
    Location location,
    Resolution resolution,
    ImmutableList<WorkloadEntry> endpoints,
    Optional<WorkloadSelector> workloadSelector,
    ImmutableList<String> exportTo,
    ImmutableList<String> subjectAltNames)
    implements ConfigSpec {

  /** {@code targetPort} 0 means the same as {@code number}. */
  public record Port(int number, String protocol, String name, int targetPort) {}

  /** Whether the service is part of the mesh. */
  public enum Location {
    MESH_EXTERNAL,
    MESH_INTERNAL
  }

  /** How the proxy finds the endpoints. */
  public enum Resolution {
    NONE,
    STATIC,
    DNS,
    DNS_ROUND_ROBIN,
    DYNAMIC_DNS
  }
}
