package io.meltemi.it.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.Pod;
import io.meltemi.it.Await;
import io.meltemi.it.envoy.Checkout;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * The first page of the documentation: install, label, apply, look at the page; and what is next.
 */
@Tag("cluster")
final class FirstStepsTest {

  private static final Duration MINUTE = Duration.ofMinutes(1);
  private static final String NAMESPACE = "default";
  private static final String PAGE = "/productpage";
  private static final String REVIEWS = "/api/v1/products/0/reviews";

  private static final Cluster CLUSTER = Cluster.get();
  private static final Path SAMPLES = Checkout.path("samples/bookinfo");
  private static final String BOOKINFO = SAMPLES.resolve("kube").toString();
  private static final String GATEWAY = SAMPLES.resolve("gateway.yaml").toString();
  private static final String SUBSETS =
      SAMPLES.resolve("networking/destination-rule-all.yaml").toString();

  /** What signing in with this name gives a browser. */
  private static final String JASON = "session=jason";

  private static Caller caller = new Caller("");

  @BeforeAll
  static void installLabelAndApply() throws Exception {
    caller = new Caller(InstalledMesh.shared().url());
    CLUSTER.kubectl("label", "namespace", NAMESPACE, "istio-injection=enabled", "--overwrite");
    CLUSTER.kubectl("apply", "-f", BOOKINFO, "-f", GATEWAY);
    CLUSTER.awaitReady(NAMESPACE, MINUTE);
    Await.until("the page is there", MINUTE, () -> caller.status(PAGE) == 200);
    CLUSTER.kubectl("apply", "-f", SUBSETS);
  }

  @AfterAll
  static void removeBookinfo() {
    caller.close();
    CLUSTER.kubectl("delete", "-f", BOOKINFO, "-f", GATEWAY, "-f", SUBSETS, "--wait=false");
    CLUSTER.kubectl("label", "namespace", NAMESPACE, "istio-injection-");
  }

  @Test
  void everyPodHasItsAppAndOneStockEnvoy() {
    assertThat(CLUSTER.pods(NAMESPACE)).hasSizeGreaterThanOrEqualTo(6);
    for (Pod pod : CLUSTER.pods(NAMESPACE)) {
      String name = pod.getMetadata().getName();
      assertThat(Cluster.sidecars(pod)).as(name).containsExactly("istio-proxy");
      assertThat(pod.getSpec().getContainers()).hasSize(1);
      Container proxy =
          pod.getSpec().getInitContainers().stream()
              .filter(each -> each.getName().equals("istio-proxy"))
              .findFirst()
              .orElseThrow();
      assertThat(proxy.getImage()).contains("envoy").doesNotContain("proxyv2");
      assertThat(Stream.concat(proxy.getCommand().stream(), proxy.getArgs().stream()))
          .noneMatch(word -> word.contains("pilot-agent"));
      // Stock: what it says it is, is a release of Envoy's.
      assertThat(CLUSTER.exec(NAMESPACE, name, "istio-proxy", "envoy", "--version").output())
          .as(name)
          .containsPattern("/\\d+\\.\\d+\\.\\d+/Clean/RELEASE/");
    }
  }

  @Test
  void theOnlyProcessOfASidecarIsEnvoyAndNoAgentIsInAnyContainer() throws Exception {
    List<Pod> pods = CLUSTER.pods(NAMESPACE);
    Processes.look(pods, "istio-proxy");
    for (Pod pod : pods) {
      assertThat(Processes.seen(pod, "istio-proxy"))
          .as(pod.getMetadata().getName())
          .containsExactly("envoy");
      for (String container : containers(pod)) {
        assertThat(
                CLUSTER
                    .exec(NAMESPACE, pod.getMetadata().getName(), container, "pilot-agent")
                    .errors())
            .contains("executable file not found");
      }
    }
  }

  private static List<String> containers(Pod pod) {
    return Stream.concat(
            Cluster.sidecars(pod).stream(),
            pod.getSpec().getContainers().stream().map(Container::getName))
        .toList();
  }

  @Test
  void everyConnectionThatAnAppIsCalledByIsMutualTls() throws Exception {
    for (Pod pod : CLUSTER.pods(NAMESPACE)) {
      Await.until(
          "calls of " + pod.getMetadata().getName() + " over TLS alone",
          MINUTE,
          () -> {
            caller.status(PAGE);
            ProxyStats stats = ProxyStats.of(pod);
            long all = stats.http("downstream_cx_total", "inbound");
            return all > 0 && all == stats.http("downstream_cx_ssl_total", "inbound");
          });
    }
  }

  @Test
  void thePageComesThroughTheGatewayWithReviewsOfEveryVersion() throws Exception {
    Await.until("the page is whole", FirstStepsTest::isWhole);
    for (String version : List.of("reviews-v1", "reviews-v2", "reviews-v3")) {
      Await.until(version, () -> caller.get(PAGE).body().contains(version));
    }
    assertThat(caller.status("/details/0")).isEqualTo(404);
  }

  @Test
  void everyAppIsToldWhoCallsIt() throws Exception {
    awaitCaller("productpage", "/ns/" + InstalledMesh.EDGE + "/sa/" + InstalledMesh.GATEWAY);
    awaitCaller("details", "/ns/default/sa/bookinfo-productpage");
    awaitCaller("reviews", "/ns/default/sa/bookinfo-productpage");
    awaitCaller("ratings", "/ns/default/sa/bookinfo-reviews");
  }

  @Test
  void thePageGoesOnWhenOnlyMutualTlsIsTaken() throws Exception {
    during(EchoApp.STRICT, tenTimes(() -> caller.status(PAGE) == 200));
  }

  @Test
  void aCanaryGetsItsShare() throws Exception {
    walk(
        "networking/virtual-service-reviews-v3.yaml",
        tenTimes(() -> caller.get(REVIEWS).body().contains("reviews-v3")));
    walk(
        "networking/virtual-service-reviews-90-10.yaml",
        () -> {
          int canaries = 0;
          for (int i = 0; i < 100; i++) {
            String body = caller.get(REVIEWS).body();
            if (body.contains("reviews-v3")) {
              return false; // the rule is not there yet
            }
            canaries += body.contains("reviews-v2") ? 1 : 0;
          }
          return canaries > 0 && canaries < 30;
        });
  }

  @Test
  void oneUserHasAVersionOfItsOwnAndItsFailures() throws Exception {
    walk(
        "networking/virtual-service-reviews-test-v2.yaml",
        tenTimes(
            () ->
                caller.get(PAGE, "cookie", JASON).body().contains("reviews-v2")
                    && caller.get(PAGE).body().contains("reviews-v1")));
    walk(
        "networking/virtual-service-ratings-test-abort.yaml",
        () ->
            caller
                    .get(PAGE, "cookie", JASON)
                    .body()
                    .contains("Ratings service is currently unavailable")
                && !caller.get(PAGE).body().contains("unavailable"));
  }

  @Test
  void whoMayCallWhomIsForPoliciesToSay() throws Exception {
    walk("policy/allow-nothing.yaml", () -> caller.status(PAGE) == 403);
    walk(
        "policy/page-only.yaml",
        () -> caller.status(PAGE) == 200 && caller.get(PAGE).body().contains("unavailable"));
    walk(
        "policy/by-account.yaml",
        () -> {
          String page = caller.get(PAGE).body();
          return page.contains("PublisherA") && page.contains("reviews-v2") && page.contains("★");
        });
  }

  @Test
  void theGatewayLetsInWhoHasAToken() throws Exception {
    String token = Files.readString(SAMPLES.resolve("policy/alice.jwt")).strip();
    walk(
        "policy/jwt-at-the-gateway.yaml",
        () ->
            caller.status(PAGE) == 403
                && caller.get(PAGE, "authorization", "Bearer nonsense").statusCode() == 401
                && caller.get(PAGE, "authorization", "Bearer " + token).statusCode() == 200);
  }

  /** Applies a file of the samples, waits until the mesh is as it says, and takes it back. */
  private static void walk(String file, Callable<Boolean> holds) throws Exception {
    during(Files.readString(SAMPLES.resolve(file)), holds);
  }

  private static void during(String yaml, Callable<Boolean> holds) throws Exception {
    CLUSTER.kubectlReading(yaml, "apply", "-f", "-");
    try {
      Await.until("it is as said by " + yaml, MINUTE, holds);
    } finally {
      CLUSTER.kubectlReading(yaml, "delete", "-f", "-");
    }
    Await.until("all is as before", MINUTE, tenTimes(FirstStepsTest::isWhole));
  }

  /** With what every app adds: each has a proxy, which hears of a change at its own time. */
  private static boolean isWhole() throws IOException, InterruptedException {
    String page = caller.get(PAGE).body();
    return page.contains("Comedy of Errors")
        && page.contains("PublisherA")
        && page.contains("reviews-v")
        && !page.contains("unavailable");
  }

  private static Callable<Boolean> tenTimes(Callable<Boolean> holds) {
    return () -> {
      for (int i = 0; i < 10; i++) {
        if (!holds.call()) {
          return false;
        }
      }
      return true;
    };
  }

  private static void awaitCaller(String app, String identity) throws Exception {
    Await.until(
        app + " is called by " + identity,
        MINUTE,
        () -> {
          caller.status(PAGE);
          return CLUSTER.pods(NAMESPACE, app).stream()
              .anyMatch(
                  pod ->
                      CLUSTER
                          .logs(NAMESPACE, pod.getMetadata().getName(), app)
                          .contains("URI=spiffe://cluster.local" + identity));
        });
  }
}
