package io.meltemi.translator.config;

import com.google.common.collect.ImmutableList;
import java.util.Optional;

/**
 * Some of the endpoints of a Service.
 *
 * @param serviceName the label {@code kubernetes.io/service-name}
 * @param addressType {@code IPv4}, {@code IPv6} or {@code FQDN}
 */
public record KubeEndpointSlice(
    String serviceName,
    String addressType,
    ImmutableList<Endpoint> endpoints,
    ImmutableList<Port> ports)
    implements ConfigSpec {

  /**
   * One backend.
   *
   * @param ready absent means ready
   * @param serving absent means the same as ready
   * @param terminating absent means not terminating
   */
  public record Endpoint(
      ImmutableList<String> addresses,
      Optional<Boolean> ready,
      Optional<Boolean> serving,
      Optional<Boolean> terminating,
      String hostname,
      String nodeName,
      String zone,
      Optional<TargetRef> targetRef) {}

  /** The object behind an endpoint, mostly a Pod. */
  public record TargetRef(String kind, String namespace, String name) {}

  /** {@code port} absent means all ports. */
  public record Port(String name, Optional<Integer> port, String protocol, String appProtocol) {}
}
