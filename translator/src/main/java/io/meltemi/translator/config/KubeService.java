package io.meltemi.translator.config;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableSortedMap;
import java.util.Optional;

/** A Kubernetes Service. */
public record KubeService(
    Type type,
    ImmutableList<String> clusterIPs,
    ImmutableSortedMap<String, String> selector,
    ImmutableList<Port> ports,
    String externalName,
    ImmutableList<String> externalIPs,
    boolean publishNotReadyAddresses,
    TrafficPolicy internalTrafficPolicy,
    TrafficPolicy externalTrafficPolicy,
    String trafficDistribution,
    ImmutableList<String> ipFamilies,
    ImmutableList<Ingress> loadBalancerIngress)
    implements ConfigSpec {

  /** Spelt {@code ClusterIP}, {@code NodePort}, {@code LoadBalancer}, {@code ExternalName}. */
  public enum Type {
    CLUSTER_IP,
    NODE_PORT,
    LOAD_BALANCER,
    EXTERNAL_NAME
  }

  /** Whether only endpoints on the caller's node are used. */
  public enum TrafficPolicy {
    CLUSTER,
    LOCAL
  }

  /** {@code targetPort} absent means the same as {@code port}. */
  public record Port(
      String name,
      int port,
      Optional<TargetPort> targetPort,
      String protocol,
      String appProtocol,
      int nodePort) {}

  /** A container port by number or by name. */
  public sealed interface TargetPort {

    record Numbered(int port) implements TargetPort {}

    record Named(String name) implements TargetPort {}
  }

  /** An address the cloud gave to a load balancer; one of the two is empty. */
  public record Ingress(String ip, String hostname) {}

  /** Whether clients resolve the name to the endpoints themselves ({@code clusterIP: None}). */
  public boolean isHeadless() {
    return clusterIPs.contains("None");
  }
}
