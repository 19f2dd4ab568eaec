package io.meltemi.translator.route;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableMap;
import com.google.common.collect.ImmutableSet;
import com.google.common.collect.ImmutableSortedMap;
import com.google.common.collect.ImmutableSortedSet;
import io.meltemi.translator.authn.PeerPolicy;
import io.meltemi.translator.config.ConfigObject;
import io.meltemi.translator.config.DestinationRule;
import io.meltemi.translator.config.Gateway;
import io.meltemi.translator.config.MeshConfig;
import io.meltemi.translator.config.ObjectMeta;
import io.meltemi.translator.config.ServerTls;
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
import java.time.Instant;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** A small mesh to try routes on. */
final class RouteFixtures {

  static final String SUFFIX = ".default.svc.cluster.local";

  private RouteFixtures() {}

  static MeshService service(String hostname, Object... portsAndProtocols) {
    ImmutableList.Builder<ServicePort> ports = ImmutableList.builder();
    for (int i = 0; i < portsAndProtocols.length; i += 2) {
      int number = (Integer) portsAndProtocols[i];
      ports.add(new ServicePort(number, "p" + number, (Protocol) portsAndProtocols[i + 1]));
    }
    String namespace =
        hostname.endsWith(".svc.cluster.local") ? hostname.split("\\.", -1)[1] : "default";
    return new MeshService(
        new ServiceKey(hostname, namespace),
        new ConfigKey(ConfigKind.SERVICE, namespace, hostname),
        ports.build(),
        ImmutableList.of(address(hostname)),
        Resolution.STATIC,
        false,
        false,
        Optional.empty(),
        ExportTo.ALL,
        ImmutableSortedMap.of(),
        ImmutableSortedMap.of(),
        ImmutableList.of(),
        Instant.EPOCH);
  }

  static MeshService headless(MeshService service) {
    return new MeshService(
        service.key(),
        service.origin(),
        service.ports(),
        ImmutableList.of(),
        service.resolution(),
        true,
        false,
        Optional.empty(),
        service.exportTo(),
        service.labels(),
        service.selector(),
        service.subjectAltNames(),
        service.created());
  }

  /** {@code 10.1.X.Y} out of the name. */
  static String address(String hostname) {
    int hash = hostname.hashCode() & 0xFFFF;
    return "10.1." + (hash >> 8) + "." + (hash & 0xFF);
  }

  static ConfigObject<VirtualService> rule(
      String namespace, String name, List<String> hosts, RuleBuilder... rules) {
    return rule(namespace, name, hosts, List.of(), rules);
  }

  static ConfigObject<VirtualService> rule(
      String namespace,
      String name,
      List<String> hosts,
      List<String> gateways,
      RuleBuilder... rules) {
    return ConfigObject.of(
        new ConfigKey(ConfigKind.VIRTUAL_SERVICE, namespace, name),
        ObjectMeta.EMPTY,
        new VirtualService(
            ImmutableList.copyOf(hosts),
            ImmutableList.copyOf(gateways),
            Arrays.stream(rules).map(RuleBuilder::build).collect(ImmutableList.toImmutableList()),
            ImmutableList.of(),
            ImmutableList.of(),
            ImmutableList.of()));
  }

  static OutboundKey scope(String namespace) {
    return scope(namespace, Map.of());
  }

  static OutboundKey scope(String namespace, Map<String, String> clause) {
    return new OutboundKey(
        ProxyKind.SIDECAR,
        namespace,
        namespace + ".svc.cluster.local",
        Optional.empty(),
        clause.isEmpty() ? ImmutableSet.of() : ImmutableSet.of(ImmutableSortedMap.copyOf(clause)),
        InterceptionMode.REDIRECT,
        IpFamilies.V4,
        SecretSource.NONE,
        false,
        Optional.empty());
  }

  /** A mesh while it is put together. */
  static final class Mesh {
    private OutboundKey scope = scope("default");
    private MeshConfig meshConfig = MeshConfig.EMPTY;
    private @Nullable ConfigObject<Sidecar> sidecar;
    private ImmutableList<MeshService> services = ImmutableList.of();
    private ImmutableList<ConfigObject<VirtualService>> rules = ImmutableList.of();
    private ImmutableMap<String, ConfigObject<DestinationRule>> destinationRules =
        ImmutableMap.of();

    Mesh from(OutboundKey other) {
      scope = other;
      return this;
    }

    Mesh with(MeshConfig other) {
      meshConfig = other;
      return this;
    }

    Mesh with(Sidecar other) {
      sidecar =
          ConfigObject.of(
              new ConfigKey(ConfigKind.SIDECAR, "default", "default"), ObjectMeta.EMPTY, other);
      return this;
    }

    Mesh services(MeshService... other) {
      services =
          ImmutableList.sortedCopyOf(Comparator.comparing(MeshService::key), Arrays.asList(other));
      return this;
    }

    Mesh rules(List<ConfigObject<VirtualService>> other) {
      rules = ImmutableList.copyOf(other);
      return this;
    }

    Mesh rules(ConfigObject<VirtualService> one) {
      return rules(List.of(one));
    }

    Mesh rules(ConfigObject<VirtualService> one, ConfigObject<VirtualService> two) {
      return rules(List.of(one, two));
    }

    Mesh rules(
        ConfigObject<VirtualService> one,
        ConfigObject<VirtualService> two,
        ConfigObject<VirtualService> three) {
      return rules(List.of(one, two, three));
    }

    Mesh destinationRule(DestinationRule rule) {
      ConfigKey key = new ConfigKey(ConfigKind.DESTINATION_RULE, "default", rule.host());
      destinationRules = ImmutableMap.of(rule.host(), ConfigObject.of(key, ObjectMeta.EMPTY, rule));
      return this;
    }

    OutboundView view() {
      ServiceScope all = new ServiceScope(services);
      Optional<ConfigObject<Sidecar>> own = Optional.ofNullable(sidecar);
      ImmutableList<EgressScope> egress =
          own.isEmpty() || own.get().spec().egress().isEmpty()
              ? ImmutableList.of(new EgressScope(Optional.empty(), all, rules))
              : own.get().spec().egress().stream()
                  .map(listener -> new EgressScope(Optional.of(listener), all, rules))
                  .collect(ImmutableList.toImmutableList());
      return new OutboundView(
          scope,
          meshConfig,
          own,
          all,
          egress,
          service -> Optional.ofNullable(destinationRules.get(service.hostname())),
          RuleSecrets.NONE);
    }

    RouteTables tables() {
      return new RouteTranslator().routes(view());
    }

    RouteSimulator table(String name) {
      return RouteSimulator.of(tables().resources().get(name).orElseThrow());
    }

    ProxyView gateway(GatewayServer... servers) {
      OutboundView view = view();
      ProxyClass proxyClass =
          new ProxyClass(
              view.scope(),
              ImmutableList.of(),
              ImmutableList.of(),
              Place.UNKNOWN,
              "",
              ImmutableSortedSet.of(),
              ImmutableList.of(),
              PeerPolicy.DEFAULT,
              PolicyKeys.NONE);
      return new ProxyView(
          proxyClass,
          view,
          EndpointIndex.EMPTY,
          ServicePeerIndex.EMPTY,
          ImmutableList.copyOf(servers),
          CredentialStore.NONE,
          Policies.NONE);
    }

    RouteTables gatewayTables(GatewayServer... servers) {
      return new RouteTranslator().gatewayRoutes(gateway(servers));
    }
  }

  static GatewayServer server(
      String gateway,
      String protocol,
      int port,
      int listenPort,
      Optional<ServerTls> tls,
      List<String> hosts,
      List<ConfigObject<VirtualService>> rules) {
    Gateway.Server server =
        new Gateway.Server(
            new Gateway.Port(port, protocol, protocol.toLowerCase(java.util.Locale.ROOT), 0),
            "",
            ImmutableList.copyOf(hosts),
            tls,
            "",
            "");
    ConfigObject<Gateway> object =
        ConfigObject.of(
            new ConfigKey(ConfigKind.GATEWAY, "default", gateway),
            ObjectMeta.EMPTY,
            new Gateway(ImmutableList.of(server), ImmutableSortedMap.of()));
    return new GatewayServer(object, server, listenPort, ImmutableList.copyOf(rules));
  }

  static ServerTls tls(ServerTls.Mode mode, boolean httpsRedirect) {
    return new ServerTls(
        httpsRedirect,
        mode,
        "",
        "",
        "",
        "",
        "",
        ImmutableList.of(),
        "",
        ImmutableList.of(),
        ImmutableList.of(),
        ImmutableList.of(),
        ImmutableList.of(),
        ServerTls.Protocol.TLS_AUTO,
        ServerTls.Protocol.TLS_AUTO,
        ImmutableList.of(),
        Optional.empty());
  }
}
