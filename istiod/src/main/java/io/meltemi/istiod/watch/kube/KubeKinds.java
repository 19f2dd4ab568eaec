package io.meltemi.istiod.watch.kube;

import com.google.common.base.Ascii;
import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableMap;
import io.meltemi.istiod.kube.Keep;
import io.meltemi.istiod.kube.Resource;
import io.meltemi.translator.diagnostic.ConfigKind;

/** Which kinds are followed, and what of their objects is read. */
final class KubeKinds {

  /** What Kubernetes itself has, narrowed to what a mesh uses. */
  private static final ImmutableMap<ConfigKind, Keep> CORE =
      ImmutableMap.<ConfigKind, Keep>builder()
          .put(
              ConfigKind.SERVICE,
              Keep.only(
                  "metadata.annotations",
                  "spec.type",
                  "spec.clusterIP",
                  "spec.clusterIPs",
                  "spec.selector",
                  "spec.ports",
                  "spec.externalName",
                  "spec.externalIPs",
                  "spec.publishNotReadyAddresses",
                  "spec.internalTrafficPolicy",
                  "spec.externalTrafficPolicy",
                  "spec.trafficDistribution",
                  "spec.ipFamilies",
                  "status.loadBalancer.ingress.ip",
                  "status.loadBalancer.ingress.hostname"))
          .put(
              ConfigKind.ENDPOINT_SLICE,
              Keep.only(
                  "addressType",
                  "endpoints.addresses",
                  "endpoints.conditions",
                  "endpoints.hostname",
                  "endpoints.nodeName",
                  "endpoints.zone",
                  "endpoints.targetRef.kind",
                  "endpoints.targetRef.namespace",
                  "endpoints.targetRef.name",
                  "ports"))
          .put(
              ConfigKind.POD,
              Keep.only(
                  "spec.hostNetwork",
                  "spec.nodeName",
                  "spec.serviceAccountName",
                  "spec.hostname",
                  "spec.subdomain",
                  "spec.containers.ports.name",
                  "spec.containers.ports.containerPort",
                  "spec.containers.ports.protocol",
                  "spec.initContainers.ports.name",
                  "spec.initContainers.ports.containerPort",
                  "spec.initContainers.ports.protocol",
                  "status.podIP",
                  "status.podIPs",
                  "status.phase",
                  "status.conditions.type",
                  "status.conditions.status"))
          .put(ConfigKind.NODE, Keep.only())
          .put(ConfigKind.NAMESPACE, Keep.only("status.phase"))
          .put(ConfigKind.SECRET, Keep.only("type", "data"))
          .buildOrThrow();

  /** What users wrote, and what istiod said to it. */
  private static final Keep OF_OURS =
      Keep.written(
          "status.conditions.type",
          "status.conditions.status",
          "status.conditions.reason",
          "status.conditions.message",
          "status.conditions.observedGeneration",
          "status.conditions.lastTransitionTime");

  /** What only our CRDs have. */
  private static final ImmutableList<ConfigKind> OURS =
      java.util.Arrays.stream(ConfigKind.values())
          .filter(kind -> kind.group().endsWith(".istio.io") && kind != ConfigKind.MESH_CONFIG)
          .collect(ImmutableList.toImmutableList());

  private KubeKinds() {}

  /** What Services and their endpoints are made of. */
  static ImmutableList<ConfigKind> core() {
    return ImmutableList.of(
        ConfigKind.SERVICE, ConfigKind.ENDPOINT_SLICE, ConfigKind.POD, ConfigKind.NODE);
  }

  static ImmutableList<ConfigKind> ours() {
    return OURS;
  }

  /** A kind in each version that is read, newest first. */
  static ImmutableList<Resource> versions(ConfigKind kind) {
    Keep keep = CORE.getOrDefault(kind, OF_OURS);
    // EndpointSlices of v1beta1 are older than any Kubernetes that is still looked after.
    return kind.versions().stream()
        .limit(CORE.containsKey(kind) ? 1 : Integer.MAX_VALUE)
        .map(version -> Resource.of(kind.group(), version, plural(kind), kind.kind(), keep))
        .collect(ImmutableList.toImmutableList());
  }

  /** Secrets but for the many that are never certificates: of Helm, and of service accounts. */
  static Resource secrets() {
    return versions(ConfigKind.SECRET)
        .getFirst()
        .withFieldSelector("type!=helm.sh/release.v1,type!=kubernetes.io/service-account-token");
  }

  /** As Kubernetes builds plurals: policies, proxyconfigs, gateways, telemetries. */
  static String plural(ConfigKind kind) {
    String name = Ascii.toLowerCase(kind.kind());
    boolean changes = name.endsWith("y") && "aeiou".indexOf(name.charAt(name.length() - 2)) < 0;
    return changes ? name.substring(0, name.length() - 1) + "ies" : name + "s";
  }
}
