package io.meltemi.translator.schema;

import static com.google.common.collect.ImmutableMap.toImmutableMap;

import com.google.common.base.Splitter;
import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableMap;
import io.meltemi.translator.diagnostic.ConfigKind;
import java.util.List;

/** How a kind is known to Kubernetes: facts of Istio's API that no decoder needs. */
enum IstioKind {
  VIRTUAL_SERVICE(
      ConfigKind.VIRTUAL_SERVICE,
      "virtualservices",
      "vs",
      "Gateways=.spec.gateways",
      "Hosts=.spec.hosts"),
  DESTINATION_RULE(ConfigKind.DESTINATION_RULE, "destinationrules", "dr", "Host=.spec.host"),
  GATEWAY(ConfigKind.GATEWAY, "gateways", "gw"),
  SERVICE_ENTRY(
      ConfigKind.SERVICE_ENTRY,
      "serviceentries",
      "se",
      "Hosts=.spec.hosts",
      "Location=.spec.location",
      "Resolution=.spec.resolution"),
  WORKLOAD_ENTRY(ConfigKind.WORKLOAD_ENTRY, "workloadentries", "we", "Address=.spec.address"),
  WORKLOAD_GROUP(ConfigKind.WORKLOAD_GROUP, "workloadgroups", "wg"),
  SIDECAR(ConfigKind.SIDECAR, "sidecars", ""),
  ENVOY_FILTER(ConfigKind.ENVOY_FILTER, "envoyfilters", ""),
  PROXY_CONFIG(ConfigKind.PROXY_CONFIG, "proxyconfigs", ""),
  PEER_AUTHENTICATION(
      ConfigKind.PEER_AUTHENTICATION, "peerauthentications", "pa", "Mode=.spec.mtls.mode"),
  REQUEST_AUTHENTICATION(ConfigKind.REQUEST_AUTHENTICATION, "requestauthentications", "ra"),
  AUTHORIZATION_POLICY(
      ConfigKind.AUTHORIZATION_POLICY, "authorizationpolicies", "ap", "Action=.spec.action"),
  TELEMETRY(ConfigKind.TELEMETRY, "telemetries", "telemetry"),
  WASM_PLUGIN(ConfigKind.WASM_PLUGIN, "wasmplugins", ""),
  TRAFFIC_EXTENSION(ConfigKind.TRAFFIC_EXTENSION, "trafficextensions", "");

  private final ConfigKind kind;
  private final String plural;
  private final String shortName;
  private final ImmutableList<String> columns;

  IstioKind(ConfigKind kind, String plural, String shortName, String... columns) {
    this.kind = kind;
    this.plural = plural;
    this.shortName = shortName;
    this.columns = ImmutableList.copyOf(columns);
  }

  ConfigKind kind() {
    return kind;
  }

  String plural() {
    return plural;
  }

  ImmutableList<String> shortNames() {
    return shortName.isEmpty() ? ImmutableList.of() : ImmutableList.of(shortName);
  }

  /** The columns of {@code kubectl get}: name and JSON path. */
  ImmutableMap<String, String> columns() {
    return columns.stream()
        .map(column -> Splitter.on('=').limit(2).splitToList(column))
        .collect(toImmutableMap(List::getFirst, List::getLast));
  }

  /** {@code virtualservices.networking.istio.io}, which is also the file's name. */
  String crdName() {
    return plural + "." + kind.group();
  }

  /**
   * The version that objects are kept in. The newest, but for Telemetry, which Istio keeps in its
   * old one: a cluster that comes from Istio has objects of it.
   */
  String storedVersion() {
    return this == TELEMETRY ? "v1alpha1" : kind.versions().getFirst();
  }

  /** Kinds that are nothing without content; the others mean something with an empty spec. */
  boolean requiresSpec() {
    return switch (this) {
      case SERVICE_ENTRY, WORKLOAD_ENTRY, WORKLOAD_GROUP, WASM_PLUGIN, TRAFFIC_EXTENSION -> true;
      case VIRTUAL_SERVICE,
          DESTINATION_RULE,
          GATEWAY,
          SIDECAR,
          ENVOY_FILTER,
          PROXY_CONFIG,
          PEER_AUTHENTICATION,
          REQUEST_AUTHENTICATION,
          AUTHORIZATION_POLICY,
          TELEMETRY ->
          false;
    };
  }
}
