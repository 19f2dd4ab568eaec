package io.meltemi.translator.destination;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableSet;
import com.google.common.collect.ImmutableSortedMap;
import io.meltemi.translator.config.ConfigObject;
import io.meltemi.translator.config.DestinationRule;
import io.meltemi.translator.config.MeshConfig;
import io.meltemi.translator.config.TrafficDistribution;
import io.meltemi.translator.diagnostic.ConfigKey;
import io.meltemi.translator.diagnostic.ConfigKind;
import io.meltemi.translator.model.EndpointHealth;
import io.meltemi.translator.model.EndpointIndex;
import io.meltemi.translator.model.EndpointTls;
import io.meltemi.translator.model.ExportTo;
import io.meltemi.translator.model.Locality;
import io.meltemi.translator.model.MeshEndpoint;
import io.meltemi.translator.model.MeshService;
import io.meltemi.translator.model.Protocol;
import io.meltemi.translator.model.Resolution;
import io.meltemi.translator.model.ServiceEndpoints;
import io.meltemi.translator.model.ServiceKey;
import io.meltemi.translator.model.ServicePort;
import io.meltemi.translator.proxy.EgressScope;
import io.meltemi.translator.proxy.InterceptionMode;
import io.meltemi.translator.proxy.IpFamilies;
import io.meltemi.translator.proxy.OutboundKey;
import io.meltemi.translator.proxy.OutboundView;
import io.meltemi.translator.proxy.ProxyKind;
import io.meltemi.translator.proxy.RuleSecrets;
import io.meltemi.translator.proxy.SecretSource;
import io.meltemi.translator.proxy.ServiceScope;
import io.meltemi.translator.proxy.TrafficRules;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/** Services, endpoints and views by hand. */
public final class Mesh {
  public static final OutboundKey SIDECAR =
      new OutboundKey(
          ProxyKind.SIDECAR,
          "default",
          "default.svc.cluster.local",
          Optional.empty(),
          ImmutableSet.of(),
          InterceptionMode.REDIRECT,
          IpFamilies.V4,
          SecretSource.NONE,
          false,
          Optional.empty());

  private Mesh() {}

  public static OutboundKey scope(ProxyKind kind, InterceptionMode mode) {
    return new OutboundKey(
        kind,
        SIDECAR.namespace(),
        SIDECAR.dnsDomain(),
        SIDECAR.sidecar(),
        SIDECAR.sourceClauses(),
        mode,
        SIDECAR.families(),
        SIDECAR.secrets(),
        SIDECAR.readsSecrets(),
        SIDECAR.config());
  }

  public static OutboundKey inNamespace(String namespace) {
    return new OutboundKey(
        SIDECAR.kind(),
        namespace,
        namespace + ".svc.cluster.local",
        SIDECAR.sidecar(),
        SIDECAR.sourceClauses(),
        SIDECAR.interceptionMode(),
        SIDECAR.families(),
        SIDECAR.secrets(),
        SIDECAR.readsSecrets(),
        SIDECAR.config());
  }

  public static MeshService service(String hostname, Resolution resolution, ServicePort... ports) {
    return new MeshService(
        new ServiceKey(hostname, "default"),
        new ConfigKey(
            hostname.endsWith(".svc.cluster.local") ? ConfigKind.SERVICE : ConfigKind.SERVICE_ENTRY,
            "default",
            hostname.substring(0, hostname.indexOf('.'))),
        ImmutableList.copyOf(ports),
        ImmutableList.of("10.1.0.1"),
        resolution,
        false,
        false,
        Optional.empty(),
        ExportTo.ALL,
        ImmutableSortedMap.of(),
        ImmutableSortedMap.of(),
        ImmutableList.of(),
        Instant.EPOCH);
  }

  public static MeshService headless(MeshService service) {
    return new MeshService(
        service.key(),
        service.origin(),
        service.ports(),
        ImmutableList.of(),
        Resolution.PASSTHROUGH,
        true,
        false,
        Optional.empty(),
        service.exportTo(),
        service.labels(),
        service.selector(),
        service.subjectAltNames(),
        service.created());
  }

  public static MeshService distributed(MeshService service, TrafficDistribution distribution) {
    return new MeshService(
        service.key(),
        service.origin(),
        service.ports(),
        service.addresses(),
        service.resolution(),
        service.headless(),
        service.meshExternal(),
        service.externalName(),
        service.exportTo(),
        service.labels(),
        service.selector(),
        service.subjectAltNames(),
        service.created(),
        distribution);
  }

  public static MeshService alias(MeshService service, String target) {
    return new MeshService(
        service.key(),
        service.origin(),
        service.ports(),
        ImmutableList.of(),
        Resolution.DNS,
        false,
        false,
        Optional.of(target),
        service.exportTo(),
        service.labels(),
        service.selector(),
        service.subjectAltNames(),
        service.created());
  }

  public static ServicePort port(int number, Protocol protocol) {
    return new ServicePort(number, protocol.name().toLowerCase(java.util.Locale.ROOT), protocol);
  }

  /** An endpoint that serves port 80 on 8080, with a label {@code version}. */
  public static MeshEndpoint endpoint(String address, String version, String locality) {
    return new MeshEndpoint(
        address,
        ImmutableSortedMap.of(80, 8080),
        ImmutableSortedMap.of("version", version),
        Locality.parse(locality),
        1,
        "",
        "",
        EndpointHealth.HEALTHY,
        "",
        EndpointTls.NONE);
  }

  public static MeshEndpoint with(MeshEndpoint endpoint, EndpointHealth health, int weight) {
    return new MeshEndpoint(
        endpoint.address(),
        endpoint.ports(),
        endpoint.labels(),
        endpoint.locality(),
        weight,
        endpoint.serviceAccount(),
        endpoint.network(),
        health,
        endpoint.workload(),
        endpoint.tls(),
        endpoint.node());
  }

  public static MeshEndpoint onNode(String node, MeshEndpoint endpoint) {
    return new MeshEndpoint(
        endpoint.address(),
        endpoint.ports(),
        endpoint.labels(),
        endpoint.locality(),
        endpoint.weight(),
        endpoint.serviceAccount(),
        endpoint.network(),
        endpoint.health(),
        endpoint.workload(),
        endpoint.tls(),
        node);
  }

  public static ServiceEndpoints endpoints(MeshService service, MeshEndpoint... endpoints) {
    return new ServiceEndpoints(service.key(), ImmutableList.copyOf(endpoints));
  }

  public static EndpointIndex index(ServiceEndpoints... endpoints) {
    Map<ServiceKey, ServiceEndpoints> byService = new LinkedHashMap<>();
    for (ServiceEndpoints service : endpoints) {
      byService.put(service.service(), service);
    }
    return EndpointIndex.of(byService);
  }

  public static OutboundView view(MeshService... services) {
    return view(SIDECAR, MeshConfig.EMPTY, ImmutableList.of(), services);
  }

  public static OutboundView view(ConfigObject<DestinationRule> rule, MeshService... services) {
    return view(SIDECAR, MeshConfig.EMPTY, ImmutableList.of(rule), services);
  }

  /** A rule is for the service whose hostname it has. */
  public static OutboundView view(
      OutboundKey scope,
      MeshConfig mesh,
      ImmutableList<ConfigObject<DestinationRule>> rules,
      MeshService... services) {
    ServiceScope visible = new ServiceScope(ImmutableList.copyOf(services));
    TrafficRules byHost =
        service ->
            rules.stream()
                .filter(rule -> rule.spec().host().equals(service.hostname()))
                .findFirst();
    return new OutboundView(
        scope,
        mesh,
        Optional.empty(),
        visible,
        ImmutableList.of(new EgressScope(Optional.empty(), visible, ImmutableList.of())),
        byHost,
        RuleSecrets.NONE);
  }
}
