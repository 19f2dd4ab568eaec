package io.meltemi.istiod.feature;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableMap;
import com.google.common.collect.Maps;
import com.google.protobuf.Any;
import com.google.protobuf.InvalidProtocolBufferException;
import io.envoyproxy.envoy.admin.v3.ClustersConfigDump;
import io.envoyproxy.envoy.admin.v3.RoutesConfigDump;
import io.envoyproxy.envoy.service.discovery.v3.DiscoveryResponse;
import io.envoyproxy.envoy.service.discovery.v3.Resource;
import io.envoyproxy.envoy.service.status.v3.ClientConfig;
import io.envoyproxy.envoy.service.status.v3.ClientConfig.GenericXdsConfig;
import io.envoyproxy.envoy.service.status.v3.ConfigStatus;
import io.grpc.Status;
import io.meltemi.ca.SpiffeId;
import io.meltemi.istiod.xds.testing.DeltaXdsClient;
import io.meltemi.istiod.xds.testing.Dial;
import io.meltemi.istiod.xds.testing.Inquirer;
import io.meltemi.istiod.xds.testing.TestNodes;
import io.meltemi.istiod.xds.testing.XdsClient;
import io.meltemi.translator.xds.XdsType;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What istioctl asks on the door over TLS. */
final class InquiriesTest {

  private static final String SYNC_STATUS = "istio.io/debug/syncz";
  private static final String CONFIG_DUMP = "istio.io/debug/config_dump";
  private static final String PAGE = "istio.io/debug";
  private static final String BAD = "no proxy likes this";

  @TempDir Path temp = Path.of("");

  @SuppressWarnings("NullAway.Init")
  private SecureMesh mesh;

  @BeforeEach
  void start() {
    mesh = SecureMesh.start(temp, config -> config);
    mesh.write("a.yaml", Yaml.service("a", "10.0.0.1"));
  }

  @AfterEach
  void stop() {
    mesh.close();
  }

  @Test
  void everyProxyIsListedWithHowFarItIs() throws Exception {
    proxy("default", "reviews-v1");
    XdsClient last = proxy("other", "ratings-v1");
    try (Inquirer istioctl = Inquirer.open(as("istio-system"))) {
      last.await("all ACKs", () -> allSynced(istioctl));
      DiscoveryResponse response = istioctl.ask(SYNC_STATUS);
      assertThat(proxies(response)).containsExactly("reviews-v1.default", "ratings-v1.other");
      ClientConfig first = response.getResources(0).unpack(ClientConfig.class);
      assertThat(first.getNode().getMetadata().getFieldsOrThrow("NAMESPACE").getStringValue())
          .isEqualTo("default");
      assertThat(statuses(first))
          .containsExactly(
              Maps.immutableEntry(XdsType.CLUSTER, ConfigStatus.SYNCED),
              Maps.immutableEntry(XdsType.ENDPOINT, ConfigStatus.SYNCED),
              Maps.immutableEntry(XdsType.LISTENER, ConfigStatus.SYNCED),
              Maps.immutableEntry(XdsType.ROUTE, ConfigStatus.SYNCED));
      assertThat(first.getGenericXdsConfigs(0).getLastUpdated().getSeconds()).isPositive();
      assertThat(response.getControlPlane().getIdentifier())
          .contains("\"Component\":\"istiod\"", "\"ID\":", "\"version\":", "\"golang_version\":");
    }
  }

  /** As after a restart of istiod. */
  @Test
  void aProxyThatComesWithAllThereIsIsSyncedThoughItIsSentNothing() throws Exception {
    XdsClient before = proxy("default", "reviews-v1");
    before.close();
    before.await("its end", () -> mesh.server().proxies().size() == 0);
    DeltaXdsClient back =
        mesh.delta(
            mesh.dialAs(account("default")), TestNodes.known("default", "reviews-v1", "account"));
    for (XdsType type :
        List.of(XdsType.CLUSTER, XdsType.ENDPOINT, XdsType.LISTENER, XdsType.ROUTE)) {
      back.resubscribe(
          type,
          before.versions(type),
          type.isWildcard()
              ? new String[0]
              : before.resources(type).keySet().toArray(String[]::new));
    }
    try (Inquirer istioctl = Inquirer.open(as("istio-system"))) {
      back.await("all to be synced", () -> allSynced(istioctl));
      ClientConfig config = istioctl.ask(SYNC_STATUS).getResources(0).unpack(ClientConfig.class);
      assertThat(statuses(config))
          .hasSize(4)
          .containsEntry(XdsType.ENDPOINT, ConfigStatus.SYNCED)
          .containsEntry(XdsType.ROUTE, ConfigStatus.SYNCED);
      assertThat(back.responses(XdsType.ENDPOINT, XdsType.ROUTE)).isEmpty();
      assertThat(config.getGenericXdsConfigsList())
          .allMatch(type -> type.getLastUpdated().getSeconds() > 0);
    }
  }

  @Test
  void whoAsksIsNoProxy() throws Exception {
    try (Inquirer istioctl = Inquirer.open(as("istio-system"))) {
      assertThat(istioctl.ask(SYNC_STATUS).getResourcesList()).isEmpty();
      assertThat(istioctl.ask(SYNC_STATUS).getResourcesList()).isEmpty();
      assertThat(mesh.server().proxies().connected()).isEmpty();
    }
  }

  @Test
  void anAckIsNotAnsweredAgain() {
    try (Inquirer agent = Inquirer.open(as("istio-system"))) {
      agent.acknowledge(agent.ask(SYNC_STATUS));
      // So the next answer is to what is asked next.
      assertThat(agent.ask(PAGE, "list").getTypeUrl()).isEqualTo(PAGE);
    }
  }

  @Test
  void whatAProxyRefusesIsSaidWithTheObjectToBlame() throws Exception {
    mesh.write("route.yaml", Yaml.header("a", BAD));
    XdsClient picky =
        mesh.delta(mesh.dialAs(account("default")), TestNodes.known("default", "picky", "account"));
    picky.refuseText(XdsType.ROUTE, BAD, "this is not liked");
    picky.sync();
    try (Inquirer istioctl = Inquirer.open(as("istio-system"))) {
      picky.await(
          "the refusal to be known",
          () -> istioctl.ask(SYNC_STATUS).toString().contains("VirtualService default/a"));
      ClientConfig config = istioctl.ask(SYNC_STATUS).getResources(0).unpack(ClientConfig.class);
      assertThat(statuses(config))
          .containsEntry(XdsType.ROUTE, ConfigStatus.ERROR)
          .containsEntry(XdsType.CLUSTER, ConfigStatus.SYNCED);
      assertThat(config.toString()).contains("this is not liked");
      assertThat(page(istioctl, "push_status")).contains("pilot_xds_rds_reject", "picky.default");
      // Mended, all is well again.
      mesh.write("route.yaml", Yaml.header("a", "good"));
      picky.await("all to be well", () -> routes(istioctl) == ConfigStatus.SYNCED);
    }
  }

  @Test
  void aDumpHasTheSectionsOfEnvoysInEnvoysOrder() throws Exception {
    XdsClient reviews = proxy("default", "reviews-v1");
    try (Inquirer istioctl = Inquirer.open(as("istio-system"))) {
      List<Any> sections = istioctl.ask(CONFIG_DUMP, "reviews-v1.default").getResourcesList();
      assertThat(sections)
          .extracting(section -> section.getTypeUrl().replaceAll(".*\\.", ""))
          .containsExactly(
              "BootstrapConfigDump",
              "ClustersConfigDump",
              "ListenersConfigDump",
              "ScopedRoutesConfigDump",
              "RoutesConfigDump",
              "SecretsConfigDump",
              "EcdsConfigDump");
      ClustersConfigDump clusters = sections.get(1).unpack(ClustersConfigDump.class);
      assertThat(clusters.getDynamicActiveClustersList())
          .extracting(ClustersConfigDump.DynamicCluster::getCluster)
          .containsExactlyInAnyOrderElementsOf(reviews.resources(XdsType.CLUSTER).values());
      RoutesConfigDump routes = sections.get(4).unpack(RoutesConfigDump.class);
      assertThat(routes.getDynamicRouteConfigsList())
          .extracting(RoutesConfigDump.DynamicRouteConfig::getRouteConfig)
          .containsExactlyInAnyOrderElementsOf(reviews.resources(XdsType.ROUTE).values());
    }
  }

  @Test
  void aProxyThatIsElsewhereIsSaidToBe() {
    try (Inquirer istioctl = Inquirer.open(as("istio-system"))) {
      DiscoveryResponse response = istioctl.ask(CONFIG_DUMP, "nobody.default");
      assertThat(response.getResourcesList()).hasSize(1);
      assertThat(response.getResources(0).getValue().toStringUtf8())
          .contains("Proxy not connected to this Pilot instance");
    }
  }

  @Test
  void anyPageCanBeAskedFor() throws Exception {
    proxy("default", "reviews-v1");
    try (Inquirer istioctl = Inquirer.open(as("istio-system"))) {
      assertThat(page(istioctl, "syncz")).contains("\"proxy\" : \"reviews-v1.default\"");
      assertThat(page(istioctl, "config_dump?proxyID=reviews-v1.default"))
          .contains("ClustersConfigDump");
      assertThat(page(istioctl, "edsz")).contains("You must provide a proxyID");
      assertThat(page(istioctl, "nothing")).contains("404 page not found");
      assertThat(page(istioctl, "list")).contains("\"syncz\"").doesNotContain("/debug");
    }
  }

  @Test
  void aCallerOfAnotherNamespaceSeesItsOwnOnly() throws Exception {
    proxy("default", "reviews-v1");
    proxy("other", "ratings-v1");
    try (Inquirer istioctl = Inquirer.open(as("other"))) {
      assertThat(proxies(istioctl.ask(SYNC_STATUS))).containsExactly("ratings-v1.other");
      assertThat(istioctl.ask(CONFIG_DUMP, "ratings-v1.other").getResourcesList()).hasSize(7);
      assertThat(istioctl.ask(CONFIG_DUMP, "reviews-v1.default").getResourcesList()).hasSize(1);
      assertThat(page(istioctl, "adsz")).contains("ratings-v1").doesNotContain("reviews-v1");
      assertThat(istioctl.refusal(PAGE, "configz").getCode())
          .isEqualTo(Status.Code.PERMISSION_DENIED);
    }
  }

  @Test
  void whoHasProvenNothingIsUnauthenticated() {
    for (Dial dial : List.of(mesh.plaintext(), mesh.dial())) {
      try (Inquirer stranger = Inquirer.open(dial)) {
        assertThat(stranger.refusal(SYNC_STATUS).getCode()).isEqualTo(Status.Code.UNAUTHENTICATED);
      }
    }
  }

  @Test
  void oneThingIsAskedForAtATime() {
    for (String type : List.of(CONFIG_DUMP, PAGE)) {
      try (Inquirer istioctl = Inquirer.open(as("istio-system"))) {
        assertThat(istioctl.refusal(type, "a.default", "b.default").getCode())
            .isEqualTo(Status.Code.INVALID_ARGUMENT);
      }
    }
  }

  @Test
  void theSameIsAnsweredOverDelta() throws Exception {
    proxy("default", "reviews-v1");
    try (Inquirer istioctl = Inquirer.open(as("istio-system"))) {
      assertThat(istioctl.askDelta(SYNC_STATUS).getResourcesList())
          .extracting(Resource::getName)
          .containsExactly("reviews-v1.default");
    }
  }

  private XdsClient proxy(String namespace, String name) {
    XdsClient proxy =
        mesh.delta(mesh.dialAs(account(namespace)), TestNodes.known(namespace, name, "account"))
            .sync();
    proxy.await("routes", () -> !proxy.resources(XdsType.ROUTE).isEmpty());
    return proxy;
  }

  private Dial as(String namespace) {
    return mesh.dialAs(account(namespace));
  }

  private static SpiffeId account(String namespace) {
    return new SpiffeId("cluster.local", namespace, "account");
  }

  private static String page(Inquirer istioctl, String name) {
    return istioctl.ask(PAGE, name).getResources(0).getValue().toStringUtf8();
  }

  private static ImmutableList<String> proxies(DiscoveryResponse response)
      throws InvalidProtocolBufferException {
    ImmutableList.Builder<String> names = ImmutableList.builder();
    for (Any resource : response.getResourcesList()) {
      names.add(resource.unpack(ClientConfig.class).getNode().getId());
    }
    return names.build();
  }

  private static ConfigStatus routes(Inquirer istioctl) {
    try {
      return statuses(istioctl.ask(SYNC_STATUS).getResources(0).unpack(ClientConfig.class))
          .getOrDefault(XdsType.ROUTE, ConfigStatus.UNKNOWN);
    } catch (InvalidProtocolBufferException e) {
      throw new AssertionError(e);
    }
  }

  /** Of every proxy the four types that all sidecars watch. */
  private static boolean allSynced(Inquirer istioctl) {
    try {
      List<Any> proxies = istioctl.ask(SYNC_STATUS).getResourcesList();
      for (Any proxy : proxies) {
        ImmutableMap<XdsType, ConfigStatus> statuses = statuses(proxy.unpack(ClientConfig.class));
        if (statuses.size() != 4
            || !statuses.values().stream().allMatch(ConfigStatus.SYNCED::equals)) {
          return false;
        }
      }
      return !proxies.isEmpty();
    } catch (InvalidProtocolBufferException e) {
      throw new AssertionError(e);
    }
  }

  private static ImmutableMap<XdsType, ConfigStatus> statuses(ClientConfig config) {
    return config.getGenericXdsConfigsList().stream()
        .collect(
            ImmutableMap.toImmutableMap(
                each -> XdsType.parse(each.getTypeUrl()).orElseThrow(),
                GenericXdsConfig::getConfigStatus));
  }
}
