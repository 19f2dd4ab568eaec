package io.meltemi.istiod.debug;

import com.google.common.collect.ImmutableList;
import com.google.protobuf.Any;
import io.envoyproxy.envoy.admin.v3.BootstrapConfigDump;
import io.envoyproxy.envoy.admin.v3.ClustersConfigDump;
import io.envoyproxy.envoy.admin.v3.EcdsConfigDump;
import io.envoyproxy.envoy.admin.v3.EndpointsConfigDump;
import io.envoyproxy.envoy.admin.v3.ListenersConfigDump;
import io.envoyproxy.envoy.admin.v3.RoutesConfigDump;
import io.envoyproxy.envoy.admin.v3.ScopedRoutesConfigDump;
import io.envoyproxy.envoy.admin.v3.SecretsConfigDump;
import io.meltemi.istiod.push.Served;
import io.meltemi.istiod.xds.ProxyConnection;
import io.meltemi.istiod.xds.ProxyRegistry;
import io.meltemi.translator.xds.ProxySnapshot;
import io.meltemi.translator.xds.Redaction;
import io.meltemi.translator.xds.XdsResource;
import io.meltemi.translator.xds.XdsType;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Predicate;

/**
 * What connected proxies should have, as the sections of Envoy's own {@code /config_dump}, in
 * Envoy's order. Keys are blacked out; a workload's own certificate is left out.
 */
public final class ConfigDumps {

  private final ProxyRegistry proxies;
  private final Function<ProxyConnection, Optional<Served>> served;

  public ConfigDumps(ProxyRegistry proxies, Function<ProxyConnection, Optional<Served>> served) {
    this.proxies = proxies;
    this.served = served;
  }

  Optional<Served> served(ProxyConnection connection) {
    return served.apply(connection);
  }

  /** What a proxy was told last, and how to reach it. */
  record Told(ProxyConnection connection, ProxySnapshot snapshot) {}

  /**
   * The newest connection of a proxy.
   *
   * @param proxy {@code NAME.NAMESPACE}, or the id of its node
   */
  Optional<Told> told(String proxy, Predicate<ProxyConnection> visible) {
    return proxies.connected().reverse().stream()
        .filter(visible)
        .filter(
            connection ->
                ProxyName.of(connection.node()).proxy().equals(proxy)
                    || connection.node().id().equals(proxy))
        .findFirst()
        .flatMap(
            connection -> served(connection).map(known -> new Told(connection, known.snapshot())));
  }

  /** All sections, without endpoints unless they are asked for, as with Envoy. */
  static ImmutableList<Any> sections(Told told, boolean withEndpoints) {
    ProxySnapshot snapshot = told.snapshot();
    ImmutableList.Builder<Any> all = ImmutableList.builder();
    all.add(Any.pack(BootstrapConfigDump.getDefaultInstance()));
    all.add(Any.pack(clusters(snapshot)));
    if (withEndpoints) {
      all.add(Any.pack(endpoints(snapshot)));
    }
    return all.add(
            Any.pack(listeners(snapshot)),
            Any.pack(ScopedRoutesConfigDump.getDefaultInstance()),
            Any.pack(routes(told)),
            Any.pack(secrets(snapshot)),
            Any.pack(EcdsConfigDump.getDefaultInstance()))
        .build();
  }

  private static ClustersConfigDump clusters(ProxySnapshot snapshot) {
    ClustersConfigDump.Builder dump = ClustersConfigDump.newBuilder();
    for (XdsResource resource : snapshot.resources(XdsType.CLUSTER)) {
      dump.addDynamicActiveClustersBuilder()
          .setVersionInfo(resource.version())
          .setCluster(resource.packed());
    }
    return dump.build();
  }

  private static ListenersConfigDump listeners(ProxySnapshot snapshot) {
    ListenersConfigDump.Builder dump = ListenersConfigDump.newBuilder();
    for (XdsResource resource : snapshot.resources(XdsType.LISTENER)) {
      dump.addDynamicListenersBuilder()
          .setName(resource.name())
          .getActiveStateBuilder()
          .setVersionInfo(resource.version())
          .setListener(resource.packed());
    }
    return dump.build();
  }

  /** Those that the proxy asks for: it has no others. */
  private static RoutesConfigDump routes(Told told) {
    RoutesConfigDump.Builder dump = RoutesConfigDump.newBuilder();
    for (String name : told.connection().watchedNames(XdsType.ROUTE)) {
      told.snapshot()
          .resources(XdsType.ROUTE)
          .get(name)
          .ifPresent(
              resource ->
                  dump.addDynamicRouteConfigsBuilder()
                      .setVersionInfo(resource.version())
                      .setRouteConfig(resource.packed()));
    }
    return dump.build();
  }

  private static SecretsConfigDump secrets(ProxySnapshot snapshot) {
    SecretsConfigDump.Builder dump = SecretsConfigDump.newBuilder();
    for (XdsResource resource : snapshot.resources(XdsType.SECRET)) {
      dump.addDynamicActiveSecretsBuilder()
          .setName(resource.name())
          .setVersionInfo(resource.version())
          .setSecret(Redaction.packed(resource));
    }
    return dump.build();
  }

  private static EndpointsConfigDump endpoints(ProxySnapshot snapshot) {
    EndpointsConfigDump.Builder dump = EndpointsConfigDump.newBuilder();
    for (XdsResource resource : snapshot.resources(XdsType.ENDPOINT)) {
      dump.addDynamicEndpointConfigsBuilder()
          .setVersionInfo(resource.version())
          .setEndpointConfig(resource.packed());
    }
    return dump.build();
  }
}
