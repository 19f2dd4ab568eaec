package io.meltemi.it.kube;

import static io.meltemi.it.kube.KubeObjects.namespace;
import static io.meltemi.it.kube.KubeObjects.service;
import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.api.model.authentication.TokenRequestBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;
import io.fabric8.kubernetes.client.utils.Serialization;
import io.meltemi.istiod.kube.KubeSettings;
import io.meltemi.istiod.status.StatusConfig;
import io.meltemi.istiod.xds.testing.XdsClient;
import io.meltemi.it.Await;
import io.meltemi.translator.xds.XdsType;
import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInfo;

/** What became of the user's objects is in their status, in a real API server. */
class StatusTest {

  /** Quick, so that tests are; a leader believes nobody else's proxies. */
  private static final StatusConfig QUICK =
      new StatusConfig(true, 100, Duration.ofMillis(50), Duration.ZERO);

  private static final String UNKNOWN_TIMEOUT = "timeout: soon, ";

  private ApiServer kube;
  private KubernetesClient client;
  private String system;
  private String user;

  /** Each has a Lease of its own, and objects of its own. */
  @BeforeEach
  void namespaces(TestInfo test) throws Exception {
    kube = ApiServer.shared();
    client = kube.admin();
    TestCrds.installAll(client);
    String name =
        "status-" + Integer.toHexString(test.getTestMethod().orElseThrow().getName().hashCode());
    system = name + "-system";
    user = name;
    client.resource(namespace(system, Map.of())).create();
    client.resource(namespace(user, Map.of("mesh", name))).create();
    client
        .resource(
            """
            apiVersion: v1
            kind: ConfigMap
            metadata: {name: istio, namespace: %s}
            data: {mesh: "discoverySelectors: [{matchLabels: {mesh: %s}}]"}
            """
                .formatted(system, name))
        .create();
  }

  private KubeSettings settings() {
    return kube.settings().withNamespace(system);
  }

  private ClusterMesh start(StatusConfig status) throws Exception {
    return ClusterMesh.start(settings(), config -> config.withStatus(status));
  }

  @Test
  void anObjectThatIsUsedIsAccepted() throws Exception {
    create(virtualService("good", ""));
    try (ClusterMesh mesh = start(QUICK)) {
      Map<String, Object> condition = await("good", "True");
      assertThat(condition)
          .containsEntry("reason", "Accepted")
          .containsEntry("observedGeneration", 1)
          .containsKeys("lastTransitionTime", "message");
      assertThat(mesh.server().loop().model().virtualServices().all()).hasSize(1);
    }
  }

  @Test
  void aMistakeIsSaidAndTakenBackWhenItIsMended() throws Exception {
    create(virtualService("mended", UNKNOWN_TIMEOUT));
    try (ClusterMesh _ = start(QUICK)) {
      Map<String, Object> rejected = await("mended", "False");
      assertThat(rejected).containsEntry("reason", "InvalidValue");
      assertThat(String.valueOf(rejected.get("message")))
          .startsWith("spec.http[0].timeout: ")
          .contains("soon", "a duration such as");

      client.resource(virtualService("mended", "timeout: 5s, ")).update();
      Map<String, Object> mended = await("mended", "True");
      assertThat(mended).containsEntry("observedGeneration", 2);

      client.resource(virtualService("mended", "timeout: 6s, ")).update();
      Await.until(
          "the newest version was judged",
          () -> Integer.valueOf(3).equals(condition("mended").get("observedGeneration")));
      assertThat(condition("mended"))
          .containsEntry("lastTransitionTime", mended.get("lastTransitionTime"));
    }
  }

  @Test
  void aWarningDoesNotReject() throws Exception {
    create(
        """
        apiVersion: networking.istio.io/v1
        kind: ServiceEntry
        metadata: {name: warned, namespace: %s}
        spec: {hosts: [warned.example.com]}
        """
            .formatted(user));
    try (ClusterMesh _ = start(QUICK)) {
      Await.until(
          "the entry has a status", () -> !condition(object("ServiceEntry", "warned")).isEmpty());
      assertThat(condition(object("ServiceEntry", "warned")))
          .containsEntry("status", "True")
          .containsEntry("reason", "AcceptedWithWarnings")
          .containsEntry("message", "spec: without ports nothing is routed to it");
    }
  }

  @Test
  void whatAProxyRefusesIsSaidToo() throws Exception {
    client.resource(service(user, "a")).create();
    create(virtualService("refused", ""));
    try (ClusterMesh mesh = start(QUICK)) {
      await("refused", "True");
      XdsClient sidecar = mesh.sidecar(user, "client", "10.9.0.9");
      sidecar.refuseText(XdsType.ROUTE, "no-envoy-likes-it", "what a name");
      client
          .resource(
              virtualService("refused", "headers: {request: {set: {no-envoy-likes-it: x}}}, "))
          .update();
      Map<String, Object> rejected = await("refused", "False");
      assertThat(rejected).containsEntry("reason", "RejectedByProxy");
      assertThat(String.valueOf(rejected.get("message")))
          .contains("proxies refuse route", "what a name");

      client.resource(virtualService("refused", "timeout: 5s, ")).update();
      assertThat(await("refused", "True")).containsEntry("reason", "Accepted");
    }
  }

  @Test
  void whatOnlyProxiesOfAnotherIstiodRefuseIsSaidToo() throws Exception {
    client.resource(service(user, "a")).create();
    create(virtualService("elsewhere", ""));
    String refused = "headers: {request: {set: {no-envoy-likes-it: x}}}, ";
    try (ClusterMesh _ =
        ClusterMesh.start(settings().withPodName("istiod-1"), config -> config.withStatus(QUICK))) {
      await("elsewhere", "True");
      try (ClusterMesh second =
          ClusterMesh.start(
              settings().withPodName("istiod-2"), config -> config.withStatus(QUICK))) {
        XdsClient sidecar = second.sidecar(user, "client", "10.9.0.9");
        sidecar.refuseText(XdsType.ROUTE, "no-envoy-likes-it", "what a name");
        client.resource(virtualService("elsewhere", refused)).update();
        Map<String, Object> rejected = await("elsewhere", "False");
        assertThat(rejected)
            .containsEntry("reason", "RejectedByProxy")
            .containsEntry("observedGeneration", 2);
        assertThat(String.valueOf(rejected.get("message")))
            .contains("proxies refuse route", "what a name");
        assertThat(written(second)).isZero();

        client.resource(virtualService("elsewhere", "timeout: 5s, ")).update();
        assertThat(await("elsewhere", "True")).containsEntry("reason", "Accepted");

        client.resource(virtualService("elsewhere", refused)).update();
        await("elsewhere", "False");
      }
      await("elsewhere", "True"); // nobody is left who refuses it
    }
  }

  /** A new leader has to hear from the proxies first. */
  @Test
  void whatProxiesRefusedHoldsOverARestart() throws Exception {
    create(virtualService("remembered", ""));
    patchStatus(
        "remembered",
        Map.of(
            "type", "Accepted",
            "status", "False",
            "reason", "RejectedByProxy",
            "observedGeneration", 1,
            "message", "m"));
    try (ClusterMesh mesh = start(QUICK.withPatience(Duration.ofSeconds(8)))) {
      create(virtualService("new", ""));
      await("new", "True");
      assertThat(condition("remembered")).containsEntry("message", "m");
      await("remembered", "True");
      awaitWritten(mesh, 2);
    }
  }

  @Test
  void onlyTheLeaderWritesAndTheNextOneTakesOver() throws Exception {
    create(virtualService("led", ""));
    KubeSettings first = settings().withPodName("istiod-1");
    KubeSettings second = settings().withPodName("istiod-2");
    ClusterMesh next;
    try (ClusterMesh leader = ClusterMesh.start(first, config -> config.withStatus(QUICK))) {
      await("led", "True");
      next = ClusterMesh.start(second, config -> config.withStatus(QUICK));
      create(virtualService("led-too", UNKNOWN_TIMEOUT));
      await("led-too", "False");
      awaitWritten(leader, 2);
      assertThat(written(next)).isZero();
    }
    try (next) {
      client.resource(virtualService("led-too", "")).update();
      await("led-too", "True");
      awaitWritten(next, 1);
    }
  }

  @Test
  void whatIsSaidAlreadyIsNotWrittenAgain() throws Exception {
    create(virtualService("quiet", UNKNOWN_TIMEOUT));
    try (ClusterMesh mesh = start(QUICK)) {
      await("quiet", "False");
      awaitWritten(mesh, 1);
    }
    String version = version("quiet");
    try (ClusterMesh mesh = start(QUICK)) {
      create(virtualService("other", "")); // which shows that the keeper has looked
      await("other", "True");
      awaitWritten(mesh, 1);
      assertThat(version("quiet")).isEqualTo(version);
    }
  }

  /** Each write brings a change of the object back, on which nothing follows. */
  @Test
  void aHundredObjectsCostAHundredWrites() throws Exception {
    for (int i = 0; i < 100; i++) {
      create(virtualService("many-" + i, i % 2 == 0 ? "" : UNKNOWN_TIMEOUT));
    }
    double perSecond = 25;
    long begun = System.nanoTime();
    try (ClusterMesh mesh = start(QUICK.withPerSecond(perSecond))) {
      Await.until(
          "all have a status",
          Duration.ofSeconds(60),
          () -> {
            for (int i = 0; i < 100; i++) {
              if (condition("many-" + i).isEmpty()) {
                return false;
              }
            }
            return true;
          });
      double seconds = (System.nanoTime() - begun) / 1e9;
      assertThat(seconds).isGreaterThan(99 / perSecond - 1); // one second's may be saved up
      create(virtualService("last", ""));
      await("last", "True");
      awaitWritten(mesh, 101);
    }
  }

  /** Somebody who always says otherwise must not be answered for ever. */
  @Test
  void aSecondWriterIsAnsweredEverMoreSeldom() throws Exception {
    create(virtualService("fought", ""));
    try (ClusterMesh mesh = start(QUICK)) {
      await("fought", "True");
      long end = System.nanoTime() + Duration.ofSeconds(6).toNanos();
      long turns = 0;
      while (System.nanoTime() < end) {
        patchStatus("fought", Map.of("type", "Accepted", "status", "Unknown"));
        turns++;
      }
      assertThat(turns).isGreaterThan(20);
      assertThat(written(mesh)).isLessThanOrEqualTo(4);
    }
  }

  @Test
  void conditionsOfOthersStay() throws Exception {
    create(virtualService("shared", ""));
    Map<String, Object> reconciled =
        Map.of("type", "Reconciled", "status", "True", "vendor", Map.of("x", List.of(1)));
    patchStatus("shared", reconciled);
    try (ClusterMesh _ = start(QUICK)) {
      await("shared", "True");
      assertThat(conditions(object("VirtualService", "shared"))).hasSize(2).contains(reconciled);
    }
  }

  @Test
  void switchedOffNothingIsWritten() throws Exception {
    create(virtualService("silent", ""));
    try (ClusterMesh mesh = start(QUICK.withEnabled(false))) {
      Await.until("it leads", () -> mesh.metric("meltemi_leader").endsWith(" 1.0"));
      assertThat(mesh.metrics()).doesNotContain("meltemi_status");
      assertThat(condition("silent")).isEmpty();
    }
  }

  @Test
  void withoutTheRightItIsSaidOnceAndIstiodGoesOn() throws Exception {
    create(virtualService("unwritten", ""));
    KubeSettings poor = kube.settings(tokenOfAReader()).withNamespace(system);
    try (ClusterMesh mesh = ClusterMesh.start(poor, config -> config.withStatus(QUICK))) {
      Await.until("it was tried", () -> count(mesh, "forbidden") == 1);
      create(virtualService("also", UNKNOWN_TIMEOUT));
      Await.until("it is known", () -> mesh.diagnostics().contains(user + "/also"));
      assertThat(count(mesh, "forbidden")).isEqualTo(1);
      assertThat(mesh.readyStatus()).isEqualTo(200);
      assertThat(condition("unwritten")).isEmpty();
    }
  }

  /** May do what istiod does, but for writing statuses. */
  private String tokenOfAReader() {
    client
        .load(
            new ByteArrayInputStream(
                """
                apiVersion: v1
                kind: ServiceAccount
                metadata: {name: reader, namespace: NAME}
                ---
                apiVersion: rbac.authorization.k8s.io/v1
                kind: ClusterRole
                metadata: {name: NAME}
                rules:
                - {apiGroups: ["*"], resources: ["*"], verbs: [get, list, watch]}
                - {apiGroups: [coordination.k8s.io], resources: [leases], verbs: ["*"]}
                ---
                apiVersion: rbac.authorization.k8s.io/v1
                kind: ClusterRoleBinding
                metadata: {name: NAME}
                roleRef: {apiGroup: rbac.authorization.k8s.io, kind: ClusterRole, name: NAME}
                subjects: [{kind: ServiceAccount, name: reader, namespace: NAME}]
                """
                    .replace("NAME", system)
                    .getBytes(StandardCharsets.UTF_8)))
        .items()
        .forEach(item -> client.resource(item).create());
    return client
        .serviceAccounts()
        .inNamespace(system)
        .withName("reader")
        .tokenRequest(
            new TokenRequestBuilder().withNewSpec().withExpirationSeconds(3600L).endSpec().build())
        .getStatus()
        .getToken();
  }

  // ---- what is asked of the API server ----

  private void create(String yaml) {
    client.resource(yaml).create();
  }

  private String virtualService(String name, String more) {
    return """
    apiVersion: networking.istio.io/v1
    kind: VirtualService
    metadata: {name: %s, namespace: %s}
    spec:
      hosts: [a]
      http: [{%sroute: [{destination: {host: a}}]}]
    """
        .formatted(name, user, more);
  }

  private Map<String, Object> await(String name, String status) throws Exception {
    Await.until(
        name + " is Accepted=" + status, () -> status.equals(condition(name).get("status")));
    return condition(name);
  }

  private Map<String, Object> condition(String name) {
    return condition(object("VirtualService", name));
  }

  private static Map<String, Object> condition(GenericKubernetesResource object) {
    return conditions(object).stream()
        .filter(it -> "Accepted".equals(it.get("type")))
        .findFirst()
        .orElse(Map.of());
  }

  @SuppressWarnings("unchecked") // JSON's objects are maps by names
  private static List<Map<String, Object>> conditions(GenericKubernetesResource object) {
    Map<String, Object> status =
        (Map<String, Object>) object.getAdditionalProperties().getOrDefault("status", Map.of());
    return (List<Map<String, Object>>) status.getOrDefault("conditions", List.of());
  }

  private String version(String name) {
    return object("VirtualService", name).getMetadata().getResourceVersion();
  }

  private GenericKubernetesResource object(String kind, String name) {
    return client
        .genericKubernetesResources("networking.istio.io/v1", kind)
        .inNamespace(user)
        .withName(name)
        .get();
  }

  private void patchStatus(String name, Map<String, Object> condition) {
    client
        .genericKubernetesResources("networking.istio.io/v1", "VirtualService")
        .inNamespace(user)
        .withName(name)
        .subresource("status")
        .patch(
            PatchContext.of(PatchType.JSON_MERGE),
            Serialization.asJson(Map.of("status", Map.of("conditions", List.of(condition)))));
  }

  /** A write is counted after it can be seen. */
  private static void awaitWritten(ClusterMesh mesh, int count) throws Exception {
    Await.until(count + " statuses are written", () -> written(mesh) == count);
  }

  private static long written(ClusterMesh mesh) throws Exception {
    return count(mesh, "written");
  }

  private static long count(ClusterMesh mesh, String result) throws Exception {
    String line = mesh.metric("meltemi_status_writes_total{result=\"" + result + "\"}");
    return (long) Double.parseDouble(line.substring(line.lastIndexOf(' ') + 1));
  }
}
