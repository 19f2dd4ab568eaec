package io.meltemi.istiod.debug;

import com.google.common.collect.ImmutableMap;
import com.google.common.net.MediaType;
import com.google.protobuf.Any;
import com.google.protobuf.ByteString;
import io.envoyproxy.envoy.admin.v3.ClustersConfigDump;
import io.envoyproxy.envoy.admin.v3.ConfigDump;
import io.envoyproxy.envoy.admin.v3.EndpointsConfigDump;
import io.envoyproxy.envoy.admin.v3.ListenersConfigDump;
import io.envoyproxy.envoy.admin.v3.RoutesConfigDump;
import io.meltemi.istiod.xds.ProxyConnection;
import io.meltemi.istiod.xds.ProxyRegistry;
import io.meltemi.translator.xds.ProxySnapshot;
import io.meltemi.translator.xds.XdsResource;
import io.meltemi.translator.xds.XdsText;
import io.meltemi.translator.xds.XdsType;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Predicate;

/**
 * {@code /debug/config_dump?proxyID=NAME.NAMESPACE}: what a connected proxy should have, in the
 * form of Envoy's own {@code /config_dump}. Secrets are left out.
 */
public final class ConfigDumpPage implements NamespacedPage {

  private final ProxyRegistry proxies;
  private final Function<ProxyConnection, Optional<ProxySnapshot>> snapshots;

  public ConfigDumpPage(
      ProxyRegistry proxies, Function<ProxyConnection, Optional<ProxySnapshot>> snapshots) {
    this.proxies = proxies;
    this.snapshots = snapshots;
  }

  @Override
  public Answer answer(ImmutableMap<String, String> query) {
    return answer(query, _ -> true);
  }

  @Override
  public Answer answer(ImmutableMap<String, String> query, String namespace) {
    return answer(query, connection -> ProxyName.isIn(connection, namespace));
  }

  private Answer answer(ImmutableMap<String, String> query, Predicate<ProxyConnection> visible) {
    String wanted = query.getOrDefault("proxyID", "");
    if (wanted.isEmpty()) {
      return Answer.text(400, "say which proxy: ?proxyID=NAME.NAMESPACE\n");
    }
    // The newest connection of a proxy is the one that counts.
    return proxies.connected().reverse().stream()
        .filter(visible)
        .filter(
            connection ->
                ProxyName.of(connection.node()).proxy().equals(wanted)
                    || connection.node().id().equals(wanted))
        .findFirst()
        .flatMap(snapshots)
        .map(ConfigDumpPage::dump)
        .orElseGet(() -> Answer.text(404, "no proxy " + wanted + " is connected\n"));
  }

  private static Answer dump(ProxySnapshot snapshot) {
    ConfigDump dump =
        ConfigDump.newBuilder()
            .addConfigs(Any.pack(clusters(snapshot)))
            .addConfigs(Any.pack(listeners(snapshot)))
            .addConfigs(Any.pack(routes(snapshot)))
            .addConfigs(Any.pack(endpoints(snapshot)))
            .build();
    return new Answer(200, MediaType.JSON_UTF_8, ByteString.copyFromUtf8(XdsText.json(dump)));
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

  private static RoutesConfigDump routes(ProxySnapshot snapshot) {
    RoutesConfigDump.Builder dump = RoutesConfigDump.newBuilder();
    for (XdsResource resource : snapshot.resources(XdsType.ROUTE)) {
      dump.addDynamicRouteConfigsBuilder()
          .setVersionInfo(resource.version())
          .setRouteConfig(resource.packed());
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
