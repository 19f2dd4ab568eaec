package io.meltemi.translator.config.decode;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableMap;
import io.meltemi.translator.config.KubeService;
import java.util.Optional;

/** Reads the few fields of a Kubernetes Service that a mesh needs. */
final class KubeServiceDecoder {

  private static final ImmutableMap<String, KubeService.Type> TYPES =
      ImmutableMap.of(
          "ClusterIP", KubeService.Type.CLUSTER_IP,
          "NodePort", KubeService.Type.NODE_PORT,
          "LoadBalancer", KubeService.Type.LOAD_BALANCER,
          "ExternalName", KubeService.Type.EXTERNAL_NAME);

  private static final ImmutableMap<String, KubeService.TrafficPolicy> TRAFFIC_POLICIES =
      ImmutableMap.of(
          "Cluster", KubeService.TrafficPolicy.CLUSTER,
          "Local", KubeService.TrafficPolicy.LOCAL);

  private KubeServiceDecoder() {}

  private static KubeService kubeService(
      ObjectReader in, ImmutableList<KubeService.Ingress> ingress) {
    return new KubeService(
        in.named("type", TYPES, KubeService.Type.CLUSTER_IP),
        clusterIps(in),
        in.stringMap("selector"),
        in.list("ports", KubeServiceDecoder::port),
        in.string("externalName"),
        in.strings("externalIPs"),
        in.bool("publishNotReadyAddresses"),
        in.named("internalTrafficPolicy", TRAFFIC_POLICIES, KubeService.TrafficPolicy.CLUSTER),
        in.named("externalTrafficPolicy", TRAFFIC_POLICIES, KubeService.TrafficPolicy.CLUSTER),
        in.string("trafficDistribution"),
        in.strings("ipFamilies"),
        ingress);
  }

  private static KubeService.Port port(ObjectReader in) {
    return new KubeService.Port(
        in.string("name"),
        in.requiredUnsigned("port"),
        targetPort(in),
        in.string("protocol"),
        in.string("appProtocol"),
        in.unsigned("nodePort"));
  }

  private static KubeService.Ingress ingress(ObjectReader in) {
    return new KubeService.Ingress(in.string("ip"), in.string("hostname"));
  }

  static KubeService root(ObjectReader in) {
    ImmutableList<KubeService.Ingress> ingress =
        in.objectOrEmpty(
            "status",
            status ->
                status.objectOrEmpty(
                    "loadBalancer",
                    balancer -> balancer.list("ingress", KubeServiceDecoder::ingress)));
    return in.objectOrEmpty("spec", spec -> kubeService(spec, ingress));
  }

  /** Older manifests have {@code clusterIP} only. */
  private static ImmutableList<String> clusterIps(ObjectReader in) {
    String first = in.string("clusterIP");
    ImmutableList<String> all = in.strings("clusterIPs");
    return all.isEmpty() && !first.isEmpty() ? ImmutableList.of(first) : all;
  }

  private static Optional<KubeService.TargetPort> targetPort(ObjectReader in) {
    Optional<ConfigTree.Scalar> written = in.either("targetPort");
    if (written.isEmpty()) {
      return Optional.empty();
    }
    return written.get().type() == ConfigTree.Scalar.Type.STRING
        ? Optional.of(new KubeService.TargetPort.Named(written.get().text()))
        : in.optionalUnsigned("targetPort").map(KubeService.TargetPort.Numbered::new);
  }
}
