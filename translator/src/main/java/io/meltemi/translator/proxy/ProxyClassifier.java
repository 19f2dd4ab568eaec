package io.meltemi.translator.proxy;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableSortedMap;
import com.google.common.collect.ImmutableSortedSet;
import io.meltemi.translator.authn.PeerPolicy;
import io.meltemi.translator.config.ConfigObject;
import io.meltemi.translator.config.Sidecar;
import io.meltemi.translator.config.WorkloadSelector;
import io.meltemi.translator.diagnostic.ConfigKey;
import io.meltemi.translator.model.ComparedLabels;
import io.meltemi.translator.model.Locality;
import io.meltemi.translator.model.MeshEndpoint;
import io.meltemi.translator.model.MeshModel;
import io.meltemi.translator.model.MeshWorkload;
import io.meltemi.translator.model.Place;
import java.util.Map;
import java.util.Optional;

/** Says which class of proxies a proxy belongs to in a model. */
public final class ProxyClassifier {

  private ProxyClassifier() {}

  public static ProxyClass classify(MeshModel model, ProxyDescriptor proxy) {
    Optional<MeshWorkload> workload = OwnWorkload.find(model, proxy);
    ServiceTargets.Found services = ServiceTargets.find(model, proxy, workload);
    ImmutableSortedMap<String, String> labels = labels(proxy, workload, services.endpoint());
    return switch (proxy.kind()) {
      case SIDECAR -> {
        Optional<ConfigObject<Sidecar>> sidecar =
            SidecarSelection.select(model, proxy.namespace(), labels);
        yield new ProxyClass(
            outbound(model, proxy, labels, sidecar),
            InboundPorts.of(services.targets(), sidecar),
            proxy.interceptionMode() == InterceptionMode.NONE
                ? proxy.addresses()
                : ImmutableList.of(),
            place(model, proxy, workload, services.endpoint()),
            network(proxy, workload, services.endpoint()),
            ImmutableSortedSet.of(),
            ImmutableList.of(),
            model.peerPolicies().of(proxy.namespace(), labels),
            PolicySelection.select(model, proxy, labels));
      }
      case ROUTER ->
          new ProxyClass(
              outbound(model, proxy, labels, Optional.empty()),
              ImmutableList.of(),
              ImmutableList.of(),
              place(model, proxy, workload, services.endpoint()),
              network(proxy, workload, services.endpoint()),
              gateways(model, labels),
              gatewayPorts(services.targets()),
              PeerPolicy.DEFAULT,
              PolicySelection.select(model, proxy, labels));
    };
  }

  private static OutboundKey outbound(
      MeshModel model,
      ProxyDescriptor proxy,
      ImmutableSortedMap<String, String> labels,
      Optional<ConfigObject<Sidecar>> sidecar) {
    return new OutboundKey(
        proxy.kind(),
        proxy.namespace(),
        proxy.dnsDomain(),
        sidecar.map(ConfigObject::key),
        model.sourceClauses().satisfiedBy(proxy.namespace(), labels),
        proxy.interceptionMode(),
        IpFamilies.of(proxy.addresses()),
        proxy.secrets(),
        proxy.readsSecrets(),
        proxy.config());
  }

  /** The workload's labels can change without the proxy's word for them; they know better. */
  private static ImmutableSortedMap<String, String> labels(
      ProxyDescriptor proxy, Optional<MeshWorkload> workload, Optional<MeshEndpoint> endpoint) {
    if (workload.isPresent()) {
      return workload.get().labels();
    }
    return proxy.labels().isEmpty()
        ? endpoint.map(MeshEndpoint::labels).orElse(ImmutableSortedMap.of())
        : proxy.labels();
  }

  /** A mesh has many more nodes than zones, so the node is left out where nothing asks for it. */
  private static Place place(
      MeshModel model,
      ProxyDescriptor proxy,
      Optional<MeshWorkload> workload,
      Optional<MeshEndpoint> endpoint) {
    boolean asksForNode =
        model.services().dependOnNode(proxy.namespace())
            || model.sourceClauses().compareNodes()
            || ComparedLabels.includeNode(model.meshConfig());
    return new Place(locality(proxy, workload, endpoint), asksForNode ? node(proxy, workload) : "");
  }

  /** Where its Pod runs, or, while the Pod is not known, where the proxy says that it does. */
  private static String node(ProxyDescriptor proxy, Optional<MeshWorkload> workload) {
    return workload
        .map(MeshWorkload::node)
        .filter(node -> !node.isEmpty())
        .orElseGet(proxy::nodeName);
  }

  private static Locality locality(
      ProxyDescriptor proxy, Optional<MeshWorkload> workload, Optional<MeshEndpoint> endpoint) {
    return proxy.locality().equals(Locality.UNKNOWN)
        ? workload
            .map(MeshWorkload::locality)
            .or(() -> endpoint.map(MeshEndpoint::locality))
            .orElse(Locality.UNKNOWN)
        : proxy.locality();
  }

  private static String network(
      ProxyDescriptor proxy, Optional<MeshWorkload> workload, Optional<MeshEndpoint> endpoint) {
    return proxy.network().isEmpty()
        ? workload
            .map(MeshWorkload::network)
            .or(() -> endpoint.map(MeshEndpoint::network))
            .orElse("")
        : proxy.network();
  }

  /** A Gateway without a selector is for every gateway proxy; one of any namespace may select. */
  private static ImmutableSortedSet<ConfigKey> gateways(
      MeshModel model, Map<String, String> labels) {
    return model.gateways().all().stream()
        .filter(gateway -> new WorkloadSelector(gateway.spec().selector()).selects(labels))
        .map(ConfigObject::key)
        .collect(ImmutableSortedSet.toImmutableSortedSet(ConfigKey::compareTo));
  }

  private static ImmutableList<GatewayPort> gatewayPorts(ImmutableList<ServiceTarget> targets) {
    return targets.stream()
        .map(target -> new GatewayPort(target.port().number(), target.targetPort()))
        .distinct()
        .sorted(GatewayPort.ORDER)
        .collect(ImmutableList.toImmutableList());
  }
}
