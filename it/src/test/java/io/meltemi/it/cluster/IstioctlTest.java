package io.meltemi.it.cluster;

import static io.meltemi.it.cluster.InstalledMesh.EDGE;
import static io.meltemi.it.cluster.InstalledMesh.SYSTEM;
import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.Pod;
import io.meltemi.it.Await;
import io.meltemi.it.envoy.Checkout;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Istio's own istioctl, as it is, on Bookinfo and the installed charts. */
@Tag("cluster")
final class IstioctlTest {

  private static final Duration MINUTE = Duration.ofMinutes(1);
  private static final String BOOKINFO = sample("kube/bookinfo.yaml");

  /** Only Envoy compiles expressions. */
  private static final String REFUSED =
      """
      apiVersion: networking.istio.io/v1
      kind: ServiceEntry
      metadata: {name: refused}
      spec:
        hosts: [refused.example]
        resolution: STATIC
        ports: [{number: 9080, name: http, protocol: HTTP}]
        endpoints: [{address: 192.0.2.1}]
      ---
      apiVersion: networking.istio.io/v1
      kind: VirtualService
      metadata: {name: refused}
      spec:
        hosts: [refused.example]
        http:
        - headers: {request: {set: {x-refused: "%CEL(no_such_function(request.path))%"}}}
          route: [{destination: {host: refused.example}}]
      """;

  private static final Cluster CLUSTER = Cluster.get();

  @SuppressWarnings("NullAway.Init")
  private static TestNamespace namespace;

  @BeforeAll
  static void walkThroughBookinfo() throws Exception {
    InstalledMesh.shared();
    namespace = TestNamespace.injected("istioctl");
    apply(namespace.name(), BOOKINFO);
    apply(namespace.name(), sample("gateway.yaml"));
    namespace.awaitReady();
    for (String step :
        List.of(
            "destination-rule-all",
            "virtual-service-all-v1",
            "virtual-service-reviews-test-v2",
            "virtual-service-ratings-test-delay",
            "virtual-service-ratings-test-abort",
            "virtual-service-reviews-90-10",
            "virtual-service-reviews-v3")) {
      apply(namespace.name(), sample("networking/" + step + ".yaml"));
    }
    String productpage = id(pod("productpage"));
    for (String what : List.of("cluster", "route")) {
      Await.until(
          "the last step is in its " + what + "s",
          MINUTE,
          () ->
              CLUSTER
                  .istioctl("proxy-config", what, productpage, "--output", "json")
                  .contains("outbound|9080|v3|reviews." + namespace.name()));
    }
  }

  @AfterAll
  static void remove() {
    namespace.close();
  }

  private static String sample(String name) {
    return Checkout.path("samples/bookinfo/" + name).toString();
  }

  private static void apply(String where, String file) {
    CLUSTER.kubectl("apply", "--namespace", where, "--filename", file);
  }

  @Test
  void versionShowsControlAndDataPlane() {
    String version = CLUSTER.istioctl("version", "--output", "json");
    assertThat(version).contains("\"Component\": \"pilot\"", "dataPlaneVersion");
    for (Pod pod : proxies()) {
      assertThat(version).contains(id(pod));
    }
    assertThat(CLUSTER.istioctl("version"))
        .contains("control plane version: ", "data plane version: ");
  }

  @Test
  void everyEnvoyIsSyncedAfterTheWalkThroughs() throws Exception {
    Await.until(
        "all are synced", MINUTE, () -> proxies().stream().allMatch(IstioctlTest::isSynced));
    assertThat(CLUSTER.istioctl("proxy-status"))
        .contains("SUBSCRIBED TYPES", "(CDS,LDS,EDS,RDS,SDS)", "Kubernetes");
  }

  @Test
  void whatEveryProxyHasMatchesWhatIstiodSays() throws Exception {
    for (Pod pod : proxies()) {
      Await.until(
          id(pod) + " matches",
          MINUTE,
          () -> {
            String compared = CLUSTER.istioctl("proxy-status", id(pod));
            return compared.contains("Clusters Match")
                && compared.contains("Listeners Match")
                && compared.contains("Routes Match");
          });
    }
  }

  @Test
  void aRefusedObjectIsShownAtTheProxiesThatRefuseIt() throws Exception {
    Pod productpage = pod("productpage");
    namespace.apply(REFUSED);
    try {
      Await.until(
          "who is to blame",
          MINUTE,
          () ->
              CLUSTER
                  .istioctl("proxy-status", "--output", "json")
                  .contains("VirtualService istioctl/refused"));
      // Each proxy is told, and refuses, at its own time; this one goes on with all else.
      Await.until(
          "it is shown at the productpage",
          MINUTE,
          () -> {
            String row = row(productpage);
            return row.contains("ERROR") && row.split("SYNCED", -1).length > 3;
          });
      // The rest of the mesh goes on.
      assertThat(row(gateway())).doesNotContain("ERROR");
    } finally {
      CLUSTER.kubectl(
          "delete", "--namespace", namespace.name(), "virtualservice,serviceentry", "refused");
    }
    Await.until("all is well again", MINUTE, () -> isSynced(productpage));
  }

  @Test
  void proxyConfigShowsWhatAnEnvoyHas() throws Exception {
    String productpage = id(pod("productpage"));
    String reviews = "reviews." + namespace.name() + ".svc.cluster.local";
    assertThat(proxyConfig("cluster", productpage))
        .contains(reviews, "v3", "EDS", "PassthroughCluster", "reviews." + namespace.name());
    assertThat(proxyConfig("listener", productpage)).contains("15001", "15006", "9080");
    assertThat(proxyConfig("route", productpage)).contains(reviews + ":9080");
    assertThat(proxyConfig("endpoint", productpage)).contains("HEALTHY", reviews);
    assertThat(proxyConfig("secret", productpage)).contains("default", "ROOTCA", "ACTIVE");
    assertThat(proxyConfig("bootstrap", productpage)).contains("\"ISTIO_VERSION\"");
    assertThat(proxyConfig("all", productpage)).contains("Envoy Version: 1.40");
    assertThat(CLUSTER.istioctl("proxy-config", "log", productpage, "--level", "http:debug"))
        .contains("http: debug");
  }

  private static String proxyConfig(String what, String pod) {
    return CLUSTER.istioctl("proxy-config", what, pod);
  }

  @Test
  void internalDebugShowsIstiodsPages() {
    String pages = CLUSTER.istioctl("experimental", "internal-debug", "--list");
    for (String page :
        List.of(
            "adsz",
            "syncz",
            "registryz",
            "endpointz",
            "configz",
            "instancesz",
            "sidecarz",
            "push_status",
            "connections",
            "inject",
            "mesh",
            "clusterz",
            "networkz")) {
      assertThat(pages).contains('"' + page + '"');
      assertThat(CLUSTER.istioctl("experimental", "internal-debug", page)).isNotBlank();
    }
    assertThat(CLUSTER.istioctl("experimental", "internal-debug", "syncz")).contains(id(gateway()));
    assertThat(CLUSTER.istioctl("remote-clusters")).contains("Kubernetes", "synced");
  }

  @Test
  void kubeInjectsOutputRuns() throws Exception {
    try (TestNamespace plain = TestNamespace.plain("kube-inject")) {
      plain.apply(CLUSTER.istioctl("kube-inject", "--filename", BOOKINFO));
      plain.awaitReady();
      assertThat(CLUSTER.pods(plain.name())).hasSizeGreaterThanOrEqualTo(6);
      for (Pod pod : CLUSTER.pods(plain.name())) {
        assertThat(Cluster.sidecars(pod)).containsExactly("istio-proxy");
        Await.until(id(pod) + " is synced", MINUTE, () -> isSynced(pod));
      }
    }
  }

  @Test
  void commandsThatReadTheClusterUnderstandIt() throws Exception {
    String productpage = id(pod("productpage"));
    CLUSTER.istioctl("analyze", "--namespace", namespace.name()); // fails if it finds an error
    assertThat(CLUSTER.istioctl("experimental", "injector", "list"))
        .contains("istio-sidecar-injector", namespace.name());
    assertThat(CLUSTER.istioctl("experimental", "check-inject", productpage)).contains("✔");
    assertThat(CLUSTER.istioctl("experimental", "describe", "pod", productpage))
        .contains("Service: productpage", "VirtualService: bookinfo");
    assertThat(CLUSTER.istioctlVerdict("experimental", "precheck")).contains("No issues found");
    assertThat(CLUSTER.istioctlVerdict("validate", "--filename", sample("gateway.yaml")))
        .contains("is valid");
  }

  /** As istioctl bug-report does it. */
  @Test
  void pagesAreAskedForInIstiodsContainer() throws Exception {
    Pod istiod = CLUSTER.pods(SYSTEM, "istiod").getFirst();
    for (String page : List.of("debug/syncz", "debug/inject", "debug/no-such-page")) {
      Program.Result result =
          CLUSTER.exec(
              SYSTEM,
              istiod.getMetadata().getName(),
              "discovery",
              "pilot-discovery",
              "request",
              "GET",
              page);
      assertThat(result.status()).as(page + result.errors()).isZero();
      assertThat(result.output()).isNotBlank();
    }
  }

  @Test
  void istiodPrintsTheTableToo() throws Exception {
    Program istiod =
        new Program(Checkout.path("istiod/bin/istiod").toString(), List.of("proxy-status"));
    String table = istiod.run("--kubeconfig", System.getenv("KUBECONFIG"));
    assertThat(table).contains("NAME", "CDS", "SDS", "ISTIOD");
    for (Pod pod : proxies()) {
      assertThat(table).contains(id(pod));
    }
  }

  /** The gateway, and those of Bookinfo. */
  private static List<Pod> proxies() {
    return Stream.concat(CLUSTER.pods(namespace.name()).stream(), Stream.of(gateway())).toList();
  }

  private static Pod gateway() {
    return CLUSTER.pods(EDGE).getFirst();
  }

  private static Pod pod(String app) {
    return CLUSTER.pods(namespace.name(), app).getFirst();
  }

  private static String id(Pod pod) {
    return pod.getMetadata().getName() + "." + pod.getMetadata().getNamespace();
  }

  /** What the widest table says of a proxy; empty while it is not there. */
  private static String row(Pod pod) {
    return CLUSTER
        .istioctl("proxy-status", "--verbosity", "1")
        .lines()
        .filter(line -> line.startsWith(id(pod) + " "))
        .findFirst()
        .orElse("");
  }

  private static boolean isSynced(Pod pod) {
    String row = row(pod);
    return row.contains("SYNCED")
        && Stream.of("STALE", "ERROR", "NOT SENT").noneMatch(row::contains);
  }
}
