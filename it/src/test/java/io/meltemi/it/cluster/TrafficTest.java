package io.meltemi.it.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.ContainerStateTerminated;
import io.fabric8.kubernetes.api.model.Pod;
import io.meltemi.it.Await;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** What of a pod's traffic its proxy takes, and how: out of the mesh, and by each kind of rules. */
@Tag("cluster")
final class TrafficTest {

  /** Where applications that no Service leads to answer HTTP. */
  private static final int PORT = 8080;

  private static final String REGISTRY_ONLY =
      """
      apiVersion: networking.istio.io/v1
      kind: Sidecar
      metadata: {name: client}
      spec:
        workloadSelector: {labels: {app: client}}
        outboundTrafficPolicy: {mode: REGISTRY_ONLY}
        egress: [{hosts: ["*/*"]}]
      """;

  private static final String REGISTERED =
      """
      apiVersion: networking.istio.io/v1
      kind: ServiceEntry
      metadata: {name: outside}
      spec:
        hosts: [outside.example]
        addresses: [ADDRESS]
        location: MESH_EXTERNAL
        resolution: STATIC
        ports: [{number: 8080, name: http, protocol: HTTP}]
        endpoints: [{address: ADDRESS}]
      """;

  /** What a workload says whose traffic nobody intercepts: where it is called, and calls. */
  private static final String BY_HAND =
      """
      apiVersion: networking.istio.io/v1
      kind: Sidecar
      metadata: {name: by-hand}
      spec:
        workloadSelector: {labels: {app: by-hand}}
        ingress:
        - port: {number: 8081, name: http, protocol: HTTP}
          defaultEndpoint: 127.0.0.1:8080
        egress:
        - port: {number: 3128, name: proxy, protocol: HTTP_PROXY}
          bind: 127.0.0.1
          captureMode: NONE
          hosts: ["./*"]
      """;

  private static final String THROUGH_ITS_PROXY =
      "env: [{name: http_proxy, value: \"http://127.0.0.1:3128\"}]\n";

  /** Its first container may call before there are rules, its application as soon as it starts. */
  private static final String ORDINARY_SIDECAR =
      """
      apiVersion: v1
      kind: Pod
      metadata:
        name: ordinary
        labels: {app: ordinary}
        annotations: {sidecar.istio.io/nativeSidecar: "false"}
      spec:
        restartPolicy: Never
        initContainers:
        - {name: first, image: "meltemi/e2e:1", imagePullPolicy: IfNotPresent, args: [get, "http://OUTSIDE:8080/"]}
        containers:
        - {name: app, image: "meltemi/e2e:1", imagePullPolicy: IfNotPresent, args: [get, "http://server/"]}
      """;

  private static final Cluster CLUSTER = Cluster.get();

  @SuppressWarnings("NullAway.Init")
  private static TestNamespace namespace;

  @SuppressWarnings("NullAway.Init")
  private static TestNamespace outside;

  @BeforeAll
  static void start() throws Exception {
    InstalledMesh.shared();
    namespace = TestNamespace.injected("e2e-traffic");
    outside = TestNamespace.plain("e2e-outside");
    outside.apply(EchoApp.pods("outside", 1, "{}", EchoApp.ANSWERS));
    namespace.apply(EchoApp.STRICT);
    namespace.apply(BY_HAND);
    namespace.apply(EchoApp.deployment("client", 1));
    namespace.apply(EchoApp.deployment("server", 1));
    namespace.apply(EchoApp.service("transparent", PORT));
    namespace.apply(intercepted("transparent", "TPROXY", EchoApp.ANSWERS));
    namespace.apply(EchoApp.service("by-hand", 8081));
    namespace.apply(intercepted("by-hand", "NONE", EchoApp.ANSWERS + THROUGH_ITS_PROXY));
    namespace.awaitReady();
    outside.awaitReady();
  }

  private static String intercepted(String name, String mode, String fields) {
    return EchoApp.pods(name, 1, "{sidecar.istio.io/interceptionMode: " + mode + "}", fields);
  }

  @AfterAll
  static void remove() {
    namespace.close();
    outside.close();
  }

  @Test
  void whatIsOutsideIsCalledAsThePolicySays() throws Exception {
    String stranger = address(outside, "outside");
    String url = "http://" + stranger + ":" + PORT + "/";
    Await.until("a stranger is called", () -> get("client", url).contains("200 OK"));
    namespace.apply(REGISTRY_ONLY);
    try {
      Await.until("it is not", () -> !get("client", url).contains("200 OK"));
      // Where HTTP is spoken, that is said in its words.
      Await.until(
          "it is refused in HTTP",
          () -> get("client", "http://" + stranger + "/").contains("502 Bad Gateway"));
      assertThat(get("client", "http://server/")).contains("200 OK");
      namespace.apply(REGISTERED.replace("ADDRESS", stranger));
      Await.until("it is no stranger", () -> get("client", url).contains("200 OK"));
      delete("serviceentry", "outside");
      Await.until("it is one again", () -> !get("client", url).contains("200 OK"));
    } finally {
      delete("sidecar", "client");
    }
    Await.until("all may be called again", () -> get("client", url).contains("200 OK"));
  }

  @Test
  void transparentInterceptionKeepsTheAddressOfWhoCalls() throws Exception {
    assertThat(answer("client", "http://transparent/"))
        .contains("from=" + address(namespace, "client") + ":", "URI=spiffe://");
    assertThat(answer("client", "http://server/")).contains("from=127.0.0.6:", "URI=spiffe://");
    // What it calls itself is intercepted, too; and nobody gets around its proxy.
    assertThat(answer("transparent", "http://server/")).contains("URI=spiffe://");
    assertThat(getFrom(outside, "outside", direct("transparent"))).doesNotContain("200 OK");
  }

  @Test
  void withoutInterceptionAProxyIsCalledAndCallsByTheListenersOfItsSidecar() throws Exception {
    assertThat(answer("client", "http://by-hand/")).contains("from=127.0.0.1:", "URI=spiffe://");
    assertThat(answer("by-hand", "http://server/")).contains("URI=spiffe://");
    // It is there by its own application, not by anything in between.
    assertThat(getFrom(outside, "outside", direct("by-hand"))).contains("200 OK", "caller=\n");
  }

  @Test
  void anOrdinarySidecarIsThereBeforeItsApplication() throws Exception {
    Await.until("an answer", () -> get("client", "http://server/").contains("200 OK"));
    namespace.apply(ORDINARY_SIDECAR.replace("OUTSIDE", address(outside, "outside")));
    Await.until("the application ends", Cluster.PODS, () -> ended().isPresent());
    assertThat(ended().orElseThrow().getExitCode())
        .as(CLUSTER.logs(namespace.name(), "ordinary", "app"))
        .isZero();
    Pod pod = CLUSTER.pods(namespace.name(), "ordinary").getFirst();
    assertThat(Cluster.sidecars(pod)).isEmpty();
    assertThat(CLUSTER.logs(namespace.name(), "ordinary", "app")).contains("URI=spiffe://");
    CLUSTER.kubectl("delete", "pod", "ordinary", "--namespace", namespace.name(), "--wait=false");
  }

  private static Optional<ContainerStateTerminated> ended() {
    return CLUSTER.pods(namespace.name(), "ordinary").stream()
        .flatMap(pod -> pod.getStatus().getContainerStatuses().stream())
        .filter(status -> status.getName().equals("app"))
        .flatMap(status -> Stream.ofNullable(status.getState().getTerminated()))
        .findFirst();
  }

  /** An application's own port, at its pod's address. */
  private static String direct(String app) {
    return "http://" + address(namespace, app) + ":" + PORT + "/";
  }

  private static String address(TestNamespace where, String app) {
    return CLUSTER.pods(where.name(), app).getFirst().getStatus().getPodIP();
  }

  private static void delete(String kind, String name) {
    CLUSTER.kubectl("delete", kind, name, "--namespace", namespace.name());
  }

  /** A proxy is told of the others' pods a moment after they are ready. */
  private static String answer(String app, String url) throws Exception {
    Await.until(app + " is answered by " + url, () -> get(app, url).contains("200 OK"));
    return get(app, url);
  }

  private static String get(String app, String url) {
    return getFrom(namespace, app, url);
  }

  /** What an application hears: an answer, or what went wrong. */
  private static String getFrom(TestNamespace where, String app, String url) {
    Program.Result result =
        CLUSTER.exec(where.name(), "deployment/" + app, "app", "/app", "get", url);
    return result.output() + result.errors();
  }
}
