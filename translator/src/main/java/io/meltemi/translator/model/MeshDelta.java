package io.meltemi.translator.model;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableSet;
import io.meltemi.translator.authn.PeerPolicies;
import io.meltemi.translator.config.AuthorizationPolicy;
import io.meltemi.translator.config.ConfigObject;
import io.meltemi.translator.config.ConfigSpec;
import io.meltemi.translator.config.DestinationRule;
import io.meltemi.translator.config.EnvoyFilter;
import io.meltemi.translator.config.Gateway;
import io.meltemi.translator.config.KeySet;
import io.meltemi.translator.config.MeshConfig;
import io.meltemi.translator.config.PeerAuthentication;
import io.meltemi.translator.config.ProxyConfig;
import io.meltemi.translator.config.RequestAuthentication;
import io.meltemi.translator.config.Sidecar;
import io.meltemi.translator.config.Telemetry;
import io.meltemi.translator.config.VirtualService;
import io.meltemi.translator.config.WasmPlugin;
import io.meltemi.translator.diagnostic.ConfigKey;
import io.meltemi.translator.diagnostic.ConfigKind;
import io.meltemi.translator.diagnostic.Diagnostic;
import io.meltemi.translator.diagnostic.Position;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * Changes to a mesh, collected, then applied at once. A later change of an object replaces an
 * earlier one, so any cutting of a list of events into deltas leads to the same model.
 */
public final class MeshDelta {

  private final Map<ConfigKind, Map<ConfigKey, Optional<ConfigObject<?>>>> objects =
      new EnumMap<>(ConfigKind.class);
  private final Map<ConfigKey, Optional<Position>> positions = new LinkedHashMap<>();
  private final Map<ConfigKey, ImmutableList<Diagnostic>> diagnostics = new LinkedHashMap<>();
  private Optional<MeshConfig> meshConfig = Optional.empty();

  /** An object is there, or there anew, and nothing is to be said about it. */
  public MeshDelta upsert(ConfigObject<?> object, Position position) {
    return upsert(object, position, ImmutableList.of());
  }

  /** An object is there, or there anew, with what decoding and checks say of it. */
  public MeshDelta upsert(
      ConfigObject<?> object, Position position, Iterable<Diagnostic> diagnosed) {
    positions.put(object.key(), Optional.of(position));
    diagnostics.put(object.key(), ImmutableList.copyOf(diagnosed));
    if (object.spec() instanceof MeshConfig config) {
      meshConfig = Optional.of(config);
    } else {
      put(object.key(), Optional.of(object));
    }
    return this;
  }

  /** An object is gone; what was said about it goes with it. */
  public MeshDelta delete(ConfigKey key) {
    positions.put(key, Optional.empty());
    diagnostics.put(key, ImmutableList.of());
    if (key.kind() == ConfigKind.MESH_CONFIG) {
      meshConfig = Optional.of(MeshConfig.EMPTY);
    } else {
      put(key, Optional.empty());
    }
    return this;
  }

  private void put(ConfigKey key, Optional<ConfigObject<?>> object) {
    objects.computeIfAbsent(key.kind(), _ -> new LinkedHashMap<>()).put(key, object);
  }

  /** A new version of an object is refused: its last good one, if there was any, stays. */
  public MeshDelta reject(ConfigKey key, Iterable<Diagnostic> diagnosed) {
    diagnostics.put(key, ImmutableList.copyOf(diagnosed));
    return this;
  }

  public MeshDelta meshConfig(MeshConfig config) {
    meshConfig = Optional.of(config);
    return this;
  }

  public boolean isEmpty() {
    return objects.isEmpty() && diagnostics.isEmpty() && meshConfig.isEmpty();
  }

  /** Every object that something was said about, whether or not that turns out to be a change. */
  public ImmutableSet<ConfigKey> keys() {
    ImmutableSet.Builder<ConfigKey> keys = ImmutableSet.builder();
    objects.values().forEach(ofKind -> keys.addAll(ofKind.keySet()));
    return keys.addAll(diagnostics.keySet()).build();
  }

  /**
   * The next model. Parts without an effective change are the same reference as in the last one.
   */
  public MeshModel apply(MeshModel base) {
    MeshConfig config =
        meshConfig.filter(c -> !c.equals(base.meshConfig())).orElse(base.meshConfig());
    var peerAuthentications =
        apply(base.peerAuthentications(), ConfigKind.PEER_AUTHENTICATION, PeerAuthentication.class);
    PeerPolicies peerPolicies = peerPolicies(base, peerAuthentications, config);
    DiscoveryUpdate discovered = DiscoveryUpdate.of(base, this, config, peerPolicies);
    var virtualServices =
        apply(base.virtualServices(), ConfigKind.VIRTUAL_SERVICE, VirtualService.class);
    var destinationRules =
        apply(base.destinationRules(), ConfigKind.DESTINATION_RULE, DestinationRule.class);
    var gateways = apply(base.gateways(), ConfigKind.GATEWAY, Gateway.class);
    var sidecars = apply(base.sidecars(), ConfigKind.SIDECAR, Sidecar.class);
    boolean sameRules =
        virtualServices == base.virtualServices() && destinationRules == base.destinationRules();
    MeshModel next =
        new MeshModel(
            base.revision().next(),
            base.domain(),
            config,
            discovered.services(),
            discovered.endpoints(),
            discovered.peers(),
            discovered.workloads(),
            virtualServices,
            destinationRules,
            gateways,
            sidecars,
            apply(base.envoyFilters(), ConfigKind.ENVOY_FILTER, EnvoyFilter.class),
            apply(base.proxyConfigs(), ConfigKind.PROXY_CONFIG, ProxyConfig.class),
            peerAuthentications,
            peerPolicies,
            apply(
                base.requestAuthentications(),
                ConfigKind.REQUEST_AUTHENTICATION,
                RequestAuthentication.class),
            apply(
                base.authorizationPolicies(),
                ConfigKind.AUTHORIZATION_POLICY,
                AuthorizationPolicy.class),
            apply(base.telemetries(), ConfigKind.TELEMETRY, Telemetry.class),
            apply(base.wasmPlugins(), ConfigKind.WASM_PLUGIN, WasmPlugin.class),
            apply(base.keySets(), ConfigKind.KEY_SET, KeySet.class),
            base.credentials().with(keys(), base.discovery(), discovered.index()),
            sameRules
                ? base.sourceClauses()
                : base.sourceClauses().of(virtualServices, destinationRules),
            discovered.index(),
            base.positions().with(positions),
            base.diagnostics().withObjects(diagnostics));
    return Conflicts.reported(base, next);
  }

  private static PeerPolicies peerPolicies(
      MeshModel base, ObjectIndex<PeerAuthentication> now, MeshConfig config) {
    String root = MeshModel.rootNamespace(config);
    return now == base.peerAuthentications() && root.equals(base.rootNamespace())
        ? base.peerPolicies()
        : PeerPolicies.of(now.all(), root);
  }

  /** An index of one kind with this delta's changes to that kind. */
  <T extends ConfigSpec> ObjectIndex<T> apply(
      ObjectIndex<T> index, ConfigKind kind, Class<T> type) {
    Map<ConfigKey, Optional<ConfigObject<?>>> ofKind = objects.get(kind);
    if (ofKind == null) {
      return index;
    }
    Map<ConfigKey, Optional<ConfigObject<T>>> changes = new LinkedHashMap<>();
    ofKind.forEach((key, object) -> changes.put(key, object.flatMap(o -> o.as(type))));
    return index.with(changes);
  }

  /** The objects of one kind that are not what they were. */
  static <T extends ConfigSpec> ImmutableSet<ConfigKey> changed(
      Iterable<ConfigKey> candidates, ObjectIndex<T> before, ObjectIndex<T> after) {
    if (before == after) {
      return ImmutableSet.of();
    }
    ImmutableSet.Builder<ConfigKey> changed = ImmutableSet.builder();
    for (ConfigKey key : candidates) {
      if (!before.get(key).equals(after.get(key))) {
        changed.add(key);
      }
    }
    return changed.build();
  }
}
