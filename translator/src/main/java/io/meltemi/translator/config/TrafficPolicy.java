package io.meltemi.translator.config;

import com.google.common.collect.ImmutableList;
import java.time.Duration;
import java.util.Optional;

/** Policies of a destination; those of a port replace the general ones field by field. */
public record TrafficPolicy(
    Optional<LoadBalancer> loadBalancer,
    Optional<ConnectionPool> connectionPool,
    Optional<OutlierDetection> outlierDetection,
    Optional<ClientTls> tls,
    ImmutableList<PortPolicy> portLevelSettings,
    Optional<Tunnel> tunnel,
    Optional<ProxyProtocol> proxyProtocol,
    Optional<RetryBudget> retryBudget) {

  /** What applies to one port. What it leaves out is Istio's default, not the general policy. */
  public record PortPolicy(
      Optional<PortSelector> port,
      Optional<LoadBalancer> loadBalancer,
      Optional<ConnectionPool> connectionPool,
      Optional<OutlierDetection> outlierDetection,
      Optional<ClientTls> tls) {}

  /** Sends TCP through an HTTP CONNECT (or POST) tunnel. An empty protocol means CONNECT. */
  public record Tunnel(String protocol, String targetHost, int targetPort) {}

  /** Sends the PROXY protocol's header to the destination. */
  public record ProxyProtocol(Version version) {

    /** The version of the protocol. */
    public enum Version {
      V1,
      V2
    }
  }

  /** Limits retries to a share of the active requests. */
  public record RetryBudget(
      Optional<Double> percent, int minRetryConcurrency, Optional<Duration> budgetInterval) {}
}
