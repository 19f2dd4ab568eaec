package io.meltemi.it.cluster;

import static io.meltemi.it.cluster.InstalledMesh.EDGE;
import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.Container;
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

/** The first page of the documentation: install, label, apply, look at the page. */
@Tag("cluster")
final class FirstStepsTest {

  private static final Duration MINUTE = Duration.ofMinutes(1);
  private static final String NAMESPACE = "default";

  private static final Cluster CLUSTER = Cluster.get();
  private static final String BOOKINFO =
      Checkout.path("samples/bookinfo/kube/bookinfo.yaml").toString();
  private static final String GATEWAY = Checkout.path("samples/bookinfo/gateway.yaml").toString();

  private static Caller caller = new Caller("");

  @BeforeAll
  static void installLabelAndApply() throws Exception {
    caller = new Caller(InstalledMesh.shared().url());
    CLUSTER.kubectl("label", "namespace", NAMESPACE, "istio-injection=enabled", "--overwrite");
    CLUSTER.kubectl(
        "apply", "--namespace", NAMESPACE, "--filename", BOOKINFO, "--filename", GATEWAY);
    CLUSTER.awaitReady(NAMESPACE, MINUTE);
    Await.until("the page is there", MINUTE, () -> caller.status("/productpage") == 200);
  }

  @AfterAll
  static void removeBookinfo() {
    caller.close();
    CLUSTER.kubectl(
        "delete", "--namespace", NAMESPACE, "--filename", BOOKINFO, "--filename", GATEWAY);
    CLUSTER.kubectl("label", "namespace", NAMESPACE, "istio-injection-");
  }

  @Test
  void everyPodHasItsAppAndOneStockEnvoy() {
    assertThat(CLUSTER.pods(NAMESPACE)).hasSizeGreaterThanOrEqualTo(6);
    for (Pod pod : CLUSTER.pods(NAMESPACE)) {
      assertThat(Cluster.sidecars(pod))
          .as(pod.getMetadata().getName())
          .containsExactly("istio-proxy");
      assertThat(pod.getSpec().getContainers()).hasSize(1);
      Container proxy =
          pod.getSpec().getInitContainers().stream()
              .filter(each -> each.getName().equals("istio-proxy"))
              .findFirst()
              .orElseThrow();
      assertThat(proxy.getImage()).contains("envoy").doesNotContain("proxyv2");
      assertThat(Stream.concat(proxy.getCommand().stream(), proxy.getArgs().stream()))
          .noneMatch(word -> word.contains("pilot-agent"));
    }
  }

  @Test
  void thePageComesThroughTheGatewayWithReviewsOfEveryVersion() throws Exception {
    assertThat(caller.get("/productpage").body()).contains("Comedy of Errors", "PublisherA");
    for (String version : List.of("reviews-v1", "reviews-v2", "reviews-v3")) {
      Await.until(version, () -> caller.get("/productpage").body().contains(version));
    }
    assertThat(caller.status("/details/0")).isEqualTo(404);
  }

  @Test
  void everyAppIsToldWhoCallsIt() throws Exception {
    Await.until("a page", () -> caller.status("/productpage") == 200);
    awaitCaller("productpage", "/ns/" + EDGE + "/sa/");
    awaitCaller("details", "/ns/default/sa/bookinfo-productpage");
    awaitCaller("ratings", "/ns/default/sa/bookinfo-reviews");
  }

  private static void awaitCaller(String app, String identity) throws Exception {
    Pod pod = CLUSTER.pods(NAMESPACE, app).getFirst();
    Await.until(
        app + " is called by " + identity,
        MINUTE,
        () -> {
          caller.status("/productpage");
          return CLUSTER
              .logs(NAMESPACE, pod.getMetadata().getName(), app)
              .contains("URI=spiffe://cluster.local" + identity);
        });
  }
}
