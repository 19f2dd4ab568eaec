package io.meltemi.webhook.inject;

import com.google.common.collect.ImmutableSortedMap;
import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.ContainerPort;
import io.meltemi.translator.bootstrap.CertificateTerms;
import io.meltemi.translator.bootstrap.ProxyNode;
import io.meltemi.translator.bootstrap.ProxyPlace;
import io.meltemi.translator.model.Locality;
import io.meltemi.translator.proxy.NodeParser;
import io.meltemi.webhook.values.GlobalValues;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** Who the proxy of a pod says it is, in the metadata that Istio's agents send. */
final class ProxyIdentity {

  private static final String META_PREFIX = "ISTIO_META_";
  private static final String DEFAULT_CLUSTER = "Kubernetes";

  private ProxyIdentity() {}

  static ProxyNode node(ProxyPlan plan) {
    GlobalValues global = plan.values().global();
    return ProxyNode.of(
            plan.kind(),
            KubeletVariables.POD_NAME.placeholder(),
            KubeletVariables.POD_NAMESPACE.placeholder(),
            KubeletVariables.INSTANCE_IP.placeholder())
        .withLabels(plan.labels())
        .withServiceAccount(KubeletVariables.SERVICE_ACCOUNT.placeholder())
        .withInterceptionMode(plan.mode())
        .withPlace(
            new ProxyPlace(
                Locality.UNKNOWN, network(plan), cluster(plan), global.proxy().clusterDomain()))
        .withTerms(terms(plan))
        .withMetadata(metadata(plan));
  }

  /** Under the names of the variables of Istio's agent. */
  private static CertificateTerms terms(ProxyPlan plan) {
    ImmutableSortedMap<String, String> said = plan.settings().metadata();
    return new CertificateTerms(
        said.getOrDefault("SECRET_TTL", ""), said.getOrDefault("SECRET_GRACE_PERIOD_RATIO", ""));
  }

  private static ImmutableSortedMap<String, String> metadata(ProxyPlan plan) {
    Map<String, String> all = new TreeMap<>();
    all.put("INSTANCE_IPS", KubeletVariables.INSTANCE_IPS.placeholder());
    all.put("NODE_NAME", KubeletVariables.NODE_NAME.placeholder());
    all.put("ISTIO_VERSION", plan.inputs().cluster().proxyVersion());
    all.put("POD_PORTS", ports(plan));
    if (!plan.workload().name().isEmpty()) {
      all.put("WORKLOAD_NAME", plan.workload().name());
      all.put("OWNER", plan.workload().owner());
    }
    if (plan.settings().isTold()) {
      plan.annotations()
          .text(Annotations.PROXY_CONFIG)
          .ifPresent(config -> all.put(NodeParser.CONFIG, config));
    }
    String mesh = meshId(plan);
    if (!mesh.isEmpty()) {
      all.put("MESH_ID", mesh);
    }
    plan.settings()
        .metadata()
        .forEach(
            (name, value) -> {
              if (name.startsWith(META_PREFIX)) {
                all.put(name.substring(META_PREFIX.length()), value);
              }
            });
    return ImmutableSortedMap.copyOf(all);
  }

  static String cluster(ProxyPlan plan) {
    String cluster =
        plan.inputs().parameters().getOrDefault("cluster", plan.values().global().clusterName());
    return cluster.isEmpty() ? DEFAULT_CLUSTER : cluster;
  }

  private static String network(ProxyPlan plan) {
    String network =
        plan.inputs().parameters().getOrDefault("net", plan.values().global().network());
    return plan.labels().getOrDefault(Annotations.NETWORK, network);
  }

  private static String meshId(ProxyPlan plan) {
    if (!plan.settings().meshId().isEmpty()) {
      return plan.settings().meshId();
    }
    GlobalValues global = plan.values().global();
    if (!global.meshID().isEmpty()) {
      return global.meshID();
    }
    String domain = plan.inputs().mesh().trustDomain();
    return domain.isEmpty() ? global.trustDomain() : domain;
  }

  /**
   * JSON in a text; built by hand of numbers, and of names that Kubernetes holds to a few letters.
   */
  private static String ports(ProxyPlan plan) {
    return plan.pod().getSpec().getContainers().stream()
        .filter(container -> !container.getName().equals(Names.PROXY))
        .map(Container::getPorts)
        .flatMap(java.util.Collection::stream)
        .map(ProxyIdentity::port)
        .collect(Collectors.joining(",", "[", "]"));
  }

  private static String port(ContainerPort port) {
    com.fasterxml.jackson.databind.node.ObjectNode json =
        com.fasterxml.jackson.databind.node.JsonNodeFactory.instance.objectNode();
    if (port.getName() != null) {
      json.put("name", port.getName());
    }
    json.put("containerPort", port.getContainerPort());
    if (port.getProtocol() != null) {
      json.put("protocol", port.getProtocol());
    }
    return json.toString();
  }
}
