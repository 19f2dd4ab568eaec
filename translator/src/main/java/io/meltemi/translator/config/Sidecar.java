package io.meltemi.translator.config;

import com.google.common.collect.ImmutableList;
import java.util.Optional;

/** What the sidecars it selects listen for, and which services they may see. */
public record Sidecar(
    Optional<WorkloadSelector> workloadSelector,
    ImmutableList<IngressListener> ingress,
    ImmutableList<EgressListener> egress,
    Optional<ConnectionPool> inboundConnectionPool,
    Optional<OutboundTrafficPolicy> outboundTrafficPolicy)
    implements ConfigSpec {

  /** A port of the workload. {@code defaultEndpoint} is where the application listens. */
  public record IngressListener(
      Port port,
      String bind,
      CaptureMode captureMode,
      String defaultEndpoint,
      Optional<ServerTls> tls,
      Optional<ConnectionPool> connectionPool) {}

  /** Services that the workload calls, {@code namespace/host} each, on a port or on all. */
  public record EgressListener(
      Optional<Port> port, String bind, CaptureMode captureMode, ImmutableList<String> hosts) {}

  /** {@code targetPort} is deprecated and without effect. */
  public record Port(int number, String protocol, String name, int targetPort) {}

  /** How traffic comes to a listener. */
  public enum CaptureMode {
    DEFAULT,
    IPTABLES,
    NONE
  }

  /** What happens to traffic to unknown hosts. */
  public record OutboundTrafficPolicy(Mode mode, Optional<Destination> egressProxy) {

    /** The proto zero value is {@code REGISTRY_ONLY}, also when {@code mode} is left out. */
    public enum Mode {
      REGISTRY_ONLY,
      ALLOW_ANY
    }
  }
}
