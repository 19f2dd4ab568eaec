package io.meltemi.translator.listener;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableSet;
import com.google.common.collect.ImmutableSortedMap;
import com.google.common.collect.ImmutableSortedSet;
import com.google.protobuf.InvalidProtocolBufferException;
import io.envoyproxy.envoy.config.listener.v3.FilterChain;
import io.envoyproxy.envoy.config.listener.v3.Listener;
import io.envoyproxy.envoy.extensions.filters.network.http_connection_manager.v3.HttpConnectionManager;
import io.envoyproxy.envoy.extensions.filters.network.tcp_proxy.v3.TcpProxy;
import io.meltemi.translator.authn.PeerPolicy;
import io.meltemi.translator.config.ConfigObject;
import io.meltemi.translator.config.ConfigSpec;
import io.meltemi.translator.config.DestinationRule;
import io.meltemi.translator.config.MeshConfig;
import io.meltemi.translator.config.ObjectMeta;
import io.meltemi.translator.config.Sidecar;
import io.meltemi.translator.config.VirtualService;
import io.meltemi.translator.diagnostic.ConfigKey;
import io.meltemi.translator.diagnostic.ConfigKind;
import io.meltemi.translator.model.EndpointIndex;
import io.meltemi.translator.model.ExportTo;
import io.meltemi.translator.model.MeshService;
import io.meltemi.translator.model.Place;
import io.meltemi.translator.model.Protocol;
import io.meltemi.translator.model.Resolution;
import io.meltemi.translator.model.ServiceKey;
import io.meltemi.translator.model.ServicePeerIndex;
import io.meltemi.translator.model.ServicePort;
import io.meltemi.translator.proxy.CredentialStore;
import io.meltemi.translator.proxy.EgressScope;
import io.meltemi.translator.proxy.GatewayServer;
import io.meltemi.translator.proxy.InboundPort;
import io.meltemi.translator.proxy.InterceptionMode;
import io.meltemi.translator.proxy.IpFamilies;
import io.meltemi.translator.proxy.OutboundKey;
import io.meltemi.translator.proxy.OutboundView;
import io.meltemi.translator.proxy.Policies;
import io.meltemi.translator.proxy.PolicyKeys;
import io.meltemi.translator.proxy.ProxyClass;
import io.meltemi.translator.proxy.ProxyKind;
import io.meltemi.translator.proxy.ProxyView;
import io.meltemi.translator.proxy.RuleSecrets;
import io.meltemi.translator.proxy.SecretSource;
import io.meltemi.translator.proxy.ServiceScope;
import io.meltemi.translator.proxy.TrafficRules;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Builds the views that listeners are made from, by hand. */
final class ListenerFixtures {

  private final List<MeshService> services = new ArrayList<>();
  private final List<ConfigObject<VirtualService>> virtualServices = new ArrayList<>();
  private final Map<String, ConfigObject<DestinationRule>> rules = new HashMap<>();
  private final List<InboundPort> inbound = new ArrayList<>();
  private final List<GatewayServer> servers = new ArrayList<>();
  private Optional<ConfigObject<Sidecar>> sidecar = Optional.empty();
  private MeshConfig mesh = MeshConfig.EMPTY;
  private ProxyKind kind = ProxyKind.SIDECAR;
  private InterceptionMode mode = InterceptionMode.REDIRECT;
  private IpFamilies families = IpFamilies.V4;
  private ImmutableSet<ImmutableSortedMap<String, String>> clauses = ImmutableSet.of();
  private ImmutableList<String> addresses = ImmutableList.of();
  private SecretSource secrets = SecretSource.NONE;
  private PeerPolicy peerPolicy = PeerPolicy.DEFAULT;

  ListenerFixtures with(MeshService service) {
    services.add(service);
    return this;
  }

  ListenerFixtures with(String name, VirtualService spec) {
    virtualServices.add(object(ConfigKind.VIRTUAL_SERVICE, name, spec));
    return this;
  }

  ListenerFixtures with(String hostname, DestinationRule spec) {
    rules.put(hostname, object(ConfigKind.DESTINATION_RULE, hostname, spec));
    return this;
  }

  ListenerFixtures with(Sidecar spec) {
    sidecar = Optional.of(object(ConfigKind.SIDECAR, "sidecar", spec));
    return this;
  }

  ListenerFixtures with(MeshConfig config) {
    mesh = config;
    return this;
  }

  ListenerFixtures with(InterceptionMode interception) {
    mode = interception;
    return this;
  }

  ListenerFixtures with(IpFamilies both) {
    families = both;
    return this;
  }

  ListenerFixtures with(InboundPort port) {
    inbound.add(port);
    return this;
  }

  ListenerFixtures with(GatewayServer server) {
    kind = ProxyKind.ROUTER;
    mode = InterceptionMode.NONE;
    servers.add(server);
    return this;
  }

  /** With the mesh's certificates, which it takes from there. */
  ListenerFixtures with(SecretSource source) {
    secrets = source;
    return this;
  }

  ListenerFixtures with(PeerPolicy policy) {
    peerPolicy = policy;
    return this;
  }

  ListenerFixtures labelled(String key, String value) {
    clauses = ImmutableSet.of(ImmutableSortedMap.of(key, value));
    return this;
  }

  ListenerFixtures at(String address) {
    addresses = ImmutableList.of(address);
    return this;
  }

  OutboundView view() {
    ServiceScope scope =
        new ServiceScope(
            ImmutableList.sortedCopyOf(Comparator.comparing(MeshService::key), services));
    ImmutableList<ConfigObject<VirtualService>> l4 = ImmutableList.copyOf(virtualServices);
    ImmutableList<EgressScope> egress =
        sidecar.map(found -> found.spec().egress()).filter(list -> !list.isEmpty()).stream()
            .flatMap(List::stream)
            .map(listener -> new EgressScope(Optional.of(listener), scope, l4))
            .collect(ImmutableList.toImmutableList());
    TrafficRules destinationRules = service -> Optional.ofNullable(rules.get(service.hostname()));
    return new OutboundView(
        new OutboundKey(
            kind,
            "default",
            "default.svc.cluster.local",
            sidecar.map(ConfigObject::key),
            clauses,
            mode,
            families,
            secrets,
            false,
            Optional.empty()),
        mesh,
        sidecar,
        scope,
        egress.isEmpty() ? ImmutableList.of(new EgressScope(Optional.empty(), scope, l4)) : egress,
        destinationRules,
        RuleSecrets.NONE);
  }

  ProxyView proxy() {
    OutboundView outbound = view();
    return new ProxyView(
        new ProxyClass(
            outbound.scope(),
            ImmutableList.copyOf(inbound),
            addresses,
            Place.UNKNOWN,
            "",
            ImmutableSortedSet.of(),
            ImmutableList.of(),
            peerPolicy,
            PolicyKeys.NONE),
        outbound,
        EndpointIndex.EMPTY,
        ServicePeerIndex.EMPTY,
        ImmutableList.copyOf(servers),
        CredentialStore.NONE,
        Policies.NONE);
  }

  Listeners outbound() {
    return ListenerTranslator.create().outbound(view());
  }

  Listeners inbound() {
    return ListenerTranslator.create().inbound(proxy());
  }

  Listeners gateway() {
    return ListenerTranslator.create().gateway(proxy());
  }

  static <T extends ConfigSpec> ConfigObject<T> object(ConfigKind kind, String name, T spec) {
    return ConfigObject.of(new ConfigKey(kind, "default", name), ObjectMeta.EMPTY, spec);
  }

  static MeshService service(String name, String address, ServicePort... ports) {
    boolean external = name.contains(".");
    return new MeshService(
        new ServiceKey(external ? name : name + ".default.svc.cluster.local", "default"),
        new ConfigKey(external ? ConfigKind.SERVICE_ENTRY : ConfigKind.SERVICE, "default", name),
        ImmutableList.copyOf(ports),
        address.isEmpty() ? ImmutableList.of() : ImmutableList.copyOf(address.split(",", -1)),
        external ? Resolution.DNS : Resolution.STATIC,
        false,
        external,
        Optional.empty(),
        ExportTo.ALL,
        ImmutableSortedMap.of(),
        ImmutableSortedMap.of(),
        ImmutableList.of(),
        Instant.EPOCH);
  }

  static ServicePort port(int number, Protocol protocol) {
    return new ServicePort(number, "port-" + number, protocol);
  }

  static InboundPort inboundPort(int port, Protocol protocol) {
    return inboundPort(port, protocol, Optional.empty());
  }

  static InboundPort inboundPort(
      int port, Protocol protocol, Optional<Sidecar.IngressListener> listener) {
    return new InboundPort(
        port, "http", protocol, 80, service("reviews", "10.0.0.1", port(80, protocol)), listener);
  }

  static Listener listener(Listeners listeners, String name) {
    try {
      return Listener.parseFrom(
          listeners
              .resources()
              .get(name)
              .orElseThrow(
                  () -> new AssertionError("no listener " + name + " among " + names(listeners)))
              .bytes());
    } catch (InvalidProtocolBufferException e) {
      throw new AssertionError(e);
    }
  }

  static ImmutableList<String> names(Listeners listeners) {
    ImmutableList.Builder<String> names = ImmutableList.builder();
    listeners.resources().forEach(resource -> names.add(resource.name()));
    return names.build();
  }

  static TcpProxy tcp(FilterChain chain) {
    try {
      return chain.getFilters(chain.getFiltersCount() - 1).getTypedConfig().unpack(TcpProxy.class);
    } catch (InvalidProtocolBufferException e) {
      throw new AssertionError(e);
    }
  }

  static HttpConnectionManager http(FilterChain chain) {
    try {
      return chain
          .getFilters(chain.getFiltersCount() - 1)
          .getTypedConfig()
          .unpack(HttpConnectionManager.class);
    } catch (InvalidProtocolBufferException e) {
      throw new AssertionError(e);
    }
  }
}
