package io.meltemi.istiod.feature;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.Any;
import com.google.protobuf.InvalidProtocolBufferException;
import io.envoyproxy.envoy.config.endpoint.v3.ClusterLoadAssignment;
import io.envoyproxy.envoy.config.route.v3.RouteConfiguration;
import io.meltemi.istiod.xds.testing.XdsClient;
import io.meltemi.translator.xds.XdsType;
import java.nio.file.Path;
import java.util.Objects;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class FolderToProxyTest {

  private static final String A = "outbound|80||a.example";
  private static final String B = "outbound|80||b.example";

  @TempDir Path temp = Path.of("");

  @SuppressWarnings("NullAway.Init")
  private RunningMesh mesh;

  @BeforeEach
  void start() {
    mesh = RunningMesh.in(temp);
    mesh.write("a.yaml", Yaml.service("a", "10.0.0.1", "10.0.0.2"));
    mesh.write("b.yaml", Yaml.service("b", "10.0.1.1"));
    mesh.write("routes.yaml", Yaml.timeout("a", "3s"));
    mesh.start();
  }

  @AfterEach
  void close() {
    mesh.close();
  }

  @Test
  void proxyGetsWhatTheFolderHolds() {
    XdsClient proxy = mesh.sidecar("client", "10.0.9.9");
    assertThat(proxy.resources(XdsType.CLUSTER)).containsKeys(A, B);
    assertThat(endpoints(proxy, A)).contains("10.0.0.1").contains("10.0.0.2");
    assertThat(route(proxy)).contains("seconds: 3");
  }

  @Test
  void endpointChangeSendsTheEndpointsOfThatServiceOnly() {
    XdsClient proxy = mesh.sidecar("client", "10.0.9.9");
    int before = proxy.responses().size();
    long made = translations();
    mesh.write("a.yaml", Yaml.service("a", "10.0.0.1", "10.0.0.3"));
    proxy.await("the new endpoint", () -> endpoints(proxy, A).contains("10.0.0.3"));
    assertThat(endpoints(proxy, A)).doesNotContain("10.0.0.2");
    assertThat(proxy.responses()).hasSize(before + 1);
    assertThat(proxy.responses().getLast().resources()).containsOnlyKeys(A);
    assertThat(translations()).isEqualTo(made + 1);
  }

  @Test
  void moreProxiesOfAClassTranslateNothing() {
    mesh.sidecar("client", "10.0.9.9");
    long made = translations();
    mesh.sidecar("other", "10.0.9.10");
    assertThat(translations()).isEqualTo(made);
  }

  @Test
  void fileWrittenAgainWithoutAChangeSendsNothing() {
    XdsClient proxy = mesh.sidecar("client", "10.0.9.9");
    int before = proxy.responses().size();
    mesh.write("a.yaml", "# a comment\n" + Yaml.service("a", "10.0.0.1", "10.0.0.2"));
    mesh.write("routes.yaml", Yaml.timeout("a", "3s") + "---\n" + Yaml.timeout("b", "5s"));
    proxy.await("the second change", () -> route(proxy).contains("seconds: 5"));
    assertThat(proxy.responses().subList(before, proxy.responses().size()))
        .allMatch(response -> response.type() == XdsType.ROUTE)
        .hasSize(1);
  }

  @Test
  void routeChangeSendsRoutesOnly() {
    XdsClient proxy = mesh.sidecar("client", "10.0.9.9");
    int before = proxy.responses().size();
    mesh.write("routes.yaml", Yaml.timeout("a", "4s"));
    proxy.await("the new timeout", () -> route(proxy).contains("seconds: 4"));
    assertThat(proxy.responses().subList(before, proxy.responses().size()))
        .allMatch(response -> response.type() == XdsType.ROUTE);
  }

  @Test
  void brokenFileChangesNothingElseAndIsMended() {
    XdsClient proxy = mesh.sidecar("client", "10.0.9.9");
    mesh.write("routes.yaml", Yaml.timeout("a", "[not, a, duration]"));
    mesh.awaitDiagnostic("VirtualService default/a");
    mesh.write("b.yaml", Yaml.service("b", "10.0.1.2"));
    proxy.await("the other change", () -> endpoints(proxy, B).contains("10.0.1.2"));
    assertThat(route(proxy)).contains("seconds: 3");
    mesh.write("routes.yaml", Yaml.timeout("a", "4s"));
    proxy.await("the mended route", () -> route(proxy).contains("seconds: 4"));
    mesh.await("no diagnostics", () -> mesh.server().reports().all().isEmpty());
  }

  /** By its last file: istiod could see the ends of several one by one. */
  @Test
  void emptiedFolderKeepsTheMesh() {
    mesh.delete("b.yaml");
    mesh.delete("routes.yaml");
    mesh.await(
        "only a",
        () ->
            mesh.server().loop().model().services().all().size() == 1
                && mesh.server().loop().model().virtualServices().all().isEmpty());
    XdsClient proxy = mesh.sidecar("client", "10.0.9.9");
    int before = proxy.responses().size();
    mesh.delete("a.yaml");
    mesh.awaitDiagnostic("holds no configuration file any more");
    assertThat(proxy.responses()).hasSize(before);
    mesh.write("b.yaml", Yaml.service("b", "10.0.1.1"));
    proxy.await("the removal of a", () -> !proxy.resources(XdsType.CLUSTER).containsKey(A));
    assertThat(proxy.resources(XdsType.CLUSTER)).containsKey(B);
  }

  @Test
  void removedServiceIsRemoved() {
    XdsClient proxy = mesh.sidecar("client", "10.0.9.9");
    mesh.delete("b.yaml");
    proxy.await("the removal of b", () -> !proxy.resources(XdsType.CLUSTER).containsKey(B));
    assertThat(proxy.resources(XdsType.CLUSTER)).containsKey(A);
  }

  @Test
  void meshConfigIsFollowed() {
    XdsClient proxy = mesh.sidecar("client", "10.0.9.9");
    assertThat(listener(proxy, "virtualOutbound")).contains("PassthroughCluster");
    mesh.meshConfig("outboundTrafficPolicy: {mode: REGISTRY_ONLY}\n");
    proxy.await(
        "REGISTRY_ONLY", () -> !listener(proxy, "virtualOutbound").contains("PassthroughCluster"));
  }

  @Test
  void proxyThatBecomesAnEndpointGetsItsInboundSide() {
    XdsClient proxy = mesh.sidecar("client", "10.0.9.9");
    assertThat(proxy.resources(XdsType.CLUSTER)).doesNotContainKey("inbound|80||");
    mesh.write("b.yaml", Yaml.service("b", "10.0.1.1", "10.0.9.9"));
    proxy.await(
        "its inbound cluster", () -> proxy.resources(XdsType.CLUSTER).containsKey("inbound|80||"));
  }

  @Test
  void rejectionNamesTheObjectBehindIt() {
    XdsClient proxy = mesh.sidecar("client", "10.0.9.9");
    proxy.refuseNext(XdsType.ROUTE, "no such timeout");
    mesh.write("routes.yaml", Yaml.timeout("a", "4s"));
    mesh.awaitDiagnostic("no such timeout");
    String page = mesh.get("/debug/diagnostics").body();
    assertThat(page).contains("RejectedByProxy").contains("VirtualService default/a");
    assertThat(page).contains("routes.yaml:1:1");
  }

  /** Not from the port: an answer there holds for a while. */
  private long translations() {
    return mesh.server()
        .meters()
        .scrape()
        .lines()
        .filter(line -> line.startsWith("meltemi_translations_total{"))
        .mapToLong(line -> (long) Double.parseDouble(line.substring(line.lastIndexOf(' ') + 1)))
        .sum();
  }

  private static String endpoints(XdsClient proxy, String cluster) {
    try {
      return held(proxy, XdsType.ENDPOINT, cluster).unpack(ClusterLoadAssignment.class).toString();
    } catch (InvalidProtocolBufferException e) {
      throw new AssertionError(e);
    }
  }

  private static String route(XdsClient proxy) {
    try {
      return held(proxy, XdsType.ROUTE, "80").unpack(RouteConfiguration.class).toString();
    } catch (InvalidProtocolBufferException e) {
      throw new AssertionError(e);
    }
  }

  private static String listener(XdsClient proxy, String name) {
    return held(proxy, XdsType.LISTENER, name).getValue().toStringUtf8();
  }

  private static Any held(XdsClient proxy, XdsType type, String name) {
    return Objects.requireNonNull(proxy.resources(type).get(name), name);
  }
}
