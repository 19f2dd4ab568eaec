package io.meltemi.translator.config;

import com.google.common.collect.ImmutableList;
import java.util.Optional;

/** How the agent finds out whether a workload is ready. Zeros mean Kubernetes' defaults. */
public record ReadinessProbe(
    int initialDelaySeconds,
    int timeoutSeconds,
    int periodSeconds,
    int successThreshold,
    int failureThreshold,
    Optional<HealthCheck> healthCheck) {

  /** What is asked. */
  public sealed interface HealthCheck {

    record HttpGet(
        String path, int port, String host, String scheme, ImmutableList<HttpHeader> httpHeaders)
        implements HealthCheck {}

    record TcpSocket(String host, int port) implements HealthCheck {}

    record Exec(ImmutableList<String> command) implements HealthCheck {}

    record Grpc(int port, String service) implements HealthCheck {}
  }

  /** A header of the probe's request. */
  public record HttpHeader(String name, String value) {}
}
