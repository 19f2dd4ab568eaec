package io.meltemi.translator.golden;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.common.collect.Lists;
import com.google.protobuf.Any;
import com.google.protobuf.InvalidProtocolBufferException;
import io.envoyproxy.envoy.config.cluster.v3.Cluster;
import io.envoyproxy.envoy.config.listener.v3.Filter;
import io.envoyproxy.envoy.config.listener.v3.FilterChain;
import io.envoyproxy.envoy.config.listener.v3.Listener;
import io.envoyproxy.envoy.extensions.filters.network.http_connection_manager.v3.HttpConnectionManager;
import io.meltemi.translator.MeshTranslator;
import io.meltemi.translator.xds.ProxySnapshot;
import io.meltemi.translator.xds.ResourceSet;
import io.meltemi.translator.xds.XdsResource;
import io.meltemi.translator.xds.XdsType;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What holds for the snapshots of every mesh; tried on those of all golden cases. */
class SnapshotLawsTest {

  static List<GoldenCase> cases() throws IOException {
    return GoldenCase.all();
  }

  @ParameterizedTest
  @MethodSource("cases")
  void rememberingChangesNothing(GoldenCase golden) throws IOException {
    MeshFixture mesh = golden.mesh();
    MeshTranslator remembering = new MeshTranslator();
    for (Map<String, Object> proxy : golden.proxies().values()) {
      remembering.translate(mesh.view(proxy), mesh.revision());
    }

    for (Map<String, Object> proxy : golden.proxies().values()) {
      assertThat(remembering.translate(mesh.view(proxy), mesh.revision()))
          .isEqualTo(MeshTranslator.withoutMemo().translate(mesh.view(proxy), mesh.revision()));
    }
  }

  @ParameterizedTest
  @MethodSource("cases")
  void twoProcessesGiveTheSameBytes(GoldenCase golden) throws IOException {
    assertThat(bytes(snapshots(golden, golden.sources())))
        .isEqualTo(bytes(snapshots(golden, golden.sources())));
  }

  @ParameterizedTest
  @MethodSource("cases")
  void theOrderInWhichFilesAreReadChangesNothing(GoldenCase golden) throws IOException {
    assertThat(bytes(snapshots(golden, Lists.reverse(golden.sources()))))
        .isEqualTo(bytes(snapshots(golden, golden.sources())));
  }

  @ParameterizedTest
  @MethodSource("cases")
  void theSameModelTwiceGivesTheSameReferences(GoldenCase golden) throws IOException {
    MeshFixture mesh = golden.mesh();
    MeshTranslator translator = new MeshTranslator();
    for (Map<String, Object> proxy : golden.proxies().values()) {
      var view = mesh.view(proxy);
      ProxySnapshot first = translator.translate(view, mesh.revision()).snapshot();
      ProxySnapshot second = translator.translate(view, mesh.revision()).snapshot();
      for (XdsType type : XdsType.values()) {
        assertThat(second.resources(type).since(first.resources(type)).isEmpty()).isTrue();
      }
      assertThat(second.resources(XdsType.CLUSTER)).isSameAs(first.resources(XdsType.CLUSTER));
      assertThat(second.resources(XdsType.ENDPOINT)).isSameAs(first.resources(XdsType.ENDPOINT));
    }
  }

  @ParameterizedTest
  @MethodSource("cases")
  void everyNameReferredToIsThere(GoldenCase golden) throws IOException {
    for (ProxySnapshot snapshot : snapshots(golden, golden.sources())) {
      assertThat(names(snapshot.resources(XdsType.ENDPOINT)))
          .isEqualTo(endpointNames(snapshot.resources(XdsType.CLUSTER)));
      assertThat(names(snapshot.resources(XdsType.ROUTE)))
          .containsAll(routeNames(snapshot.resources(XdsType.LISTENER)));
    }
  }

  private static List<ProxySnapshot> snapshots(
      GoldenCase golden, List<MeshFixture.Source> sources) {
    MeshFixture mesh = golden.mesh(sources);
    List<ProxySnapshot> snapshots = new ArrayList<>();
    for (Map<String, Object> proxy : golden.proxies().values()) {
      snapshots.add(mesh.snapshot(proxy));
    }
    return snapshots;
  }

  private static List<String> bytes(List<ProxySnapshot> snapshots) {
    return snapshots.stream()
        .flatMap(snapshot -> Stream.of(XdsType.values()).map(snapshot::resources))
        .flatMap(resources -> Lists.newArrayList(resources).stream())
        .map(resource -> resource.type() + " " + resource.name() + " " + resource.version())
        .toList();
  }

  private static Set<String> names(ResourceSet resources) {
    TreeSet<String> names = new TreeSet<>();
    resources.forEach(resource -> names.add(resource.name()));
    return names;
  }

  private static Set<String> endpointNames(ResourceSet clusters)
      throws InvalidProtocolBufferException {
    TreeSet<String> names = new TreeSet<>();
    for (XdsResource resource : clusters) {
      Cluster cluster = Cluster.parseFrom(resource.bytes());
      if (cluster.getType() == Cluster.DiscoveryType.EDS) {
        String service = cluster.getEdsClusterConfig().getServiceName();
        names.add(service.isEmpty() ? cluster.getName() : service);
      }
    }
    return names;
  }

  private static Set<String> routeNames(ResourceSet listeners)
      throws InvalidProtocolBufferException {
    TreeSet<String> names = new TreeSet<>();
    for (XdsResource resource : listeners) {
      Listener listener = Listener.parseFrom(resource.bytes());
      List<FilterChain> chains = new ArrayList<>(listener.getFilterChainsList());
      chains.add(listener.getDefaultFilterChain());
      for (FilterChain chain : chains) {
        for (Filter filter : chain.getFiltersList()) {
          Any config = filter.getTypedConfig();
          if (config.is(HttpConnectionManager.class)) {
            String name = config.unpack(HttpConnectionManager.class).getRds().getRouteConfigName();
            if (!name.isEmpty()) {
              names.add(name);
            }
          }
        }
      }
    }
    return names;
  }
}
