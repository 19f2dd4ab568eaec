package io.meltemi.istiod.quarantine;

import io.meltemi.translator.config.AuthorizationPolicy;
import io.meltemi.translator.config.ConfigObject;
import io.meltemi.translator.config.DestinationRule;
import io.meltemi.translator.config.EnvoyFilter;
import io.meltemi.translator.config.Gateway;
import io.meltemi.translator.config.KubeService;
import io.meltemi.translator.config.PeerAuthentication;
import io.meltemi.translator.config.RequestAuthentication;
import io.meltemi.translator.config.ServiceEntry;
import io.meltemi.translator.config.Sidecar;
import io.meltemi.translator.config.Telemetry;
import io.meltemi.translator.config.VirtualService;
import io.meltemi.translator.config.WasmPlugin;
import io.meltemi.translator.diagnostic.ConfigKey;
import io.meltemi.translator.model.MeshModel;
import io.meltemi.translator.model.ObjectIndex;
import java.util.Optional;

/**
 * The objects of one model that resources are made of, by key: to see later what has changed since.
 * Holds none of the model's endpoints, so that a proxy that stays behind keeps little alive.
 */
public record UserObjects(
    ObjectIndex<VirtualService> virtualServices,
    ObjectIndex<DestinationRule> destinationRules,
    ObjectIndex<Gateway> gateways,
    ObjectIndex<ServiceEntry> serviceEntries,
    ObjectIndex<KubeService> services,
    ObjectIndex<Sidecar> sidecars,
    ObjectIndex<EnvoyFilter> envoyFilters,
    ObjectIndex<PeerAuthentication> peerAuthentications,
    ObjectIndex<RequestAuthentication> requestAuthentications,
    ObjectIndex<AuthorizationPolicy> authorizationPolicies,
    ObjectIndex<Telemetry> telemetries,
    ObjectIndex<WasmPlugin> wasmPlugins) {

  public static UserObjects of(MeshModel model) {
    return new UserObjects(
        model.virtualServices(),
        model.destinationRules(),
        model.gateways(),
        model.discovery().serviceEntries(),
        model.discovery().services(),
        model.sidecars(),
        model.envoyFilters(),
        model.peerAuthentications(),
        model.requestAuthentications(),
        model.authorizationPolicies(),
        model.telemetries(),
        model.wasmPlugins());
  }

  Optional<? extends ConfigObject<?>> get(ConfigKey key) {
    return switch (key.kind()) {
      case VIRTUAL_SERVICE -> virtualServices.get(key);
      case DESTINATION_RULE -> destinationRules.get(key);
      case GATEWAY -> gateways.get(key);
      case SERVICE_ENTRY -> serviceEntries.get(key);
      case SERVICE -> services.get(key);
      case SIDECAR -> sidecars.get(key);
      case ENVOY_FILTER -> envoyFilters.get(key);
      case PEER_AUTHENTICATION -> peerAuthentications.get(key);
      case REQUEST_AUTHENTICATION -> requestAuthentications.get(key);
      case AUTHORIZATION_POLICY -> authorizationPolicies.get(key);
      case TELEMETRY -> telemetries.get(key);
      case WASM_PLUGIN -> wasmPlugins.get(key);
      case WORKLOAD_ENTRY,
          WORKLOAD_GROUP,
          PROXY_CONFIG,
          TRAFFIC_EXTENSION,
          NAMESPACE,
          ENDPOINT_SLICE,
          POD,
          NODE,
          SERVICE_ACCOUNT,
          SECRET,
          CONFIG_MAP,
          KEY_SET,
          MESH_CONFIG,
          UNKNOWN ->
          Optional.empty();
    };
  }

  /** Whether an object is the same in both. */
  boolean agree(UserObjects other, ConfigKey key) {
    return get(key).equals(other.get(key));
  }
}
