package io.meltemi.translator.config;

/** The object a policy is attached to (a gateway, a service) instead of selecting workloads. */
public record PolicyTargetRef(String group, String kind, String name, String namespace) {

  private static final String GATEWAY_API = "gateway.networking.k8s.io";
  private static final String GATEWAY = "Gateway";

  /**
   * Where it cannot be read which Gateway was meant. No user can write that: no name has a star.
   */
  public static final PolicyTargetRef ANY_GATEWAY =
      new PolicyTargetRef(GATEWAY_API, GATEWAY, "*", "");

  /** Whether a Gateway of the Kubernetes Gateway API is meant. */
  public boolean isKubernetesGateway() {
    return group.equals(GATEWAY_API) && kind.equals(GATEWAY);
  }
}
