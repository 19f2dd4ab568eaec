package io.meltemi.it.kube;

import static io.meltemi.it.kube.KubeObjects.namespace;
import static io.meltemi.it.kube.KubeObjects.service;
import static io.meltemi.it.kube.KubeObjects.slice;
import static io.meltemi.it.kube.KubeObjects.virtualService;
import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.ConfigMapBuilder;
import io.fabric8.kubernetes.api.model.SecretBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.meltemi.istiod.xds.testing.XdsClient;
import io.meltemi.it.Await;
import io.meltemi.translator.xds.XdsType;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** What a cluster has becomes what proxies are told, and stays so while it changes. */
class DiscoveryTest {

  private static ApiServer kube;
  private static KubernetesClient client;

  @BeforeAll
  static void start() throws Exception {
    kube = ApiServer.shared();
    client = kube.admin();
    TestCrds.installAll(client);
  }

  @Test
  void endpointsOfServicesAreFollowed() throws Exception {
    client.resource(namespace("followed", Map.of())).create();
    client.resource(service("followed", "reviews")).create();
    client.resource(slice("followed", "reviews", List.of("10.1.0.1"))).create();
    String cluster = "outbound|80||reviews.followed.svc.cluster.local";
    try (ClusterMesh mesh = ClusterMesh.start(kube)) {
      XdsClient sidecar = mesh.sidecar("followed", "client", "10.1.0.9");
      ClusterMesh.awaitEndpoints(sidecar, cluster, "10.1.0.1");

      client.resource(slice("followed", "reviews", List.of("10.1.0.1", "10.1.0.2"))).update();
      ClusterMesh.awaitEndpoints(sidecar, cluster, "10.1.0.1", "10.1.0.2");

      client.resource(service("followed", "ratings")).create();
      Await.until(
          "the new Service is there",
          () ->
              sidecar
                  .resources(XdsType.CLUSTER)
                  .containsKey("outbound|80||ratings.followed.svc.cluster.local"));

      client.resource(service("followed", "reviews")).delete();
      Await.until(
          "the deleted Service is not",
          () -> !sidecar.resources(XdsType.CLUSTER).containsKey(cluster));
    }
  }

  @Test
  void everyServedVersionOfAKindCounts() throws Exception {
    client.resource(namespace("versions", Map.of())).create();
    for (String name : List.of("a", "b", "c", "target")) {
      client.resource(service("versions", name)).create();
    }
    client.resource(virtualService("versions", "a", "target", "v1")).create();
    client.resource(virtualService("versions", "b", "target", "v1beta1")).create();
    client.resource(virtualService("versions", "c", "target", "v1alpha3")).create();
    try (ClusterMesh mesh = ClusterMesh.start(kube)) {
      XdsClient sidecar = mesh.sidecar("versions", "client", "10.2.0.9");
      for (String name : List.of("a", "b", "c")) {
        assertThat(ClusterMesh.routes(sidecar))
            .contains("/apis/networking.istio.io/v1/namespaces/versions/virtual-service/" + name);
      }

      client.resource(virtualService("versions", "b", "target", "v1beta1")).delete();
      Await.until(
          "the deleted rule does not hold",
          () -> !ClusterMesh.routes(sidecar).contains("virtual-service/b"));
      assertThat(ClusterMesh.routes(sidecar)).contains("virtual-service/a");
    }
  }

  @Test
  void meshConfigIsFollowedInItsConfigMap() throws Exception {
    client.resource(namespace("settings-system", Map.of())).create();
    client.resource(namespace("settings-in", Map.of("team", "one"))).create();
    client.resource(namespace("settings-out", Map.of("team", "two"))).create();
    client.resource(service("settings-in", "a")).create();
    client.resource(service("settings-out", "b")).create();
    client.resource(meshConfig("settings-system", "rootNamespace: settings-system")).create();
    String in = "outbound|80||a.settings-in.svc.cluster.local";
    String out = "outbound|80||b.settings-out.svc.cluster.local";
    try (ClusterMesh mesh = ClusterMesh.start(kube.settings().withNamespace("settings-system"))) {
      assertThat(mesh.server().loop().model().rootNamespace()).isEqualTo("settings-system");
      XdsClient sidecar = mesh.sidecar("settings-in", "client", "10.4.0.9");
      assertThat(sidecar.resources(XdsType.CLUSTER)).containsKeys(in, out);

      client
          .resource(
              meshConfig("settings-system", "discoverySelectors: [{matchLabels: {team: one}}]"))
          .update();
      Await.until(
          "only what is selected is there",
          () -> !sidecar.resources(XdsType.CLUSTER).containsKey(out));
      assertThat(sidecar.resources(XdsType.CLUSTER)).containsKey(in);

      client.resource(namespace("settings-out", Map.of("team", "one"))).update();
      Await.until(
          "a namespace that is selected now is there",
          () -> sidecar.resources(XdsType.CLUSTER).containsKey(out));

      client.resource(meshConfig("settings-system", "nonsense: [")).update();
      Await.until("what is wrong is said", () -> mesh.diagnostics().contains("settings-system"));
      client.configMaps().inNamespace("settings-system").withName("istio").delete();
      client.resource(service("settings-out", "c")).create();
      Await.until(
          "the last good settings hold",
          () ->
              sidecar
                  .resources(XdsType.CLUSTER)
                  .containsKey("outbound|80||c.settings-out.svc.cluster.local"));
    }
  }

  private static ConfigMap meshConfig(String namespace, String mesh) {
    return new ConfigMapBuilder()
        .withNewMetadata()
        .withNamespace(namespace)
        .withName("istio")
        .endMetadata()
        .addToData("mesh", mesh)
        .build();
  }

  @Test
  void onlySecretsThatAreNamedAreKept() throws Exception {
    client.resource(namespace("named", Map.of())).create();
    for (String name : List.of("bookinfo-cert", "bookinfo-cert-cacert", "late-cert", "other")) {
      client
          .resource(
              new SecretBuilder()
                  .withNewMetadata()
                  .withNamespace("named")
                  .withName(name)
                  .endMetadata()
                  .addToStringData("tls.crt", "x")
                  .addToStringData("tls.key", "y")
                  .build())
          .create();
    }
    client.resource(gateway("first", "bookinfo-cert")).create();
    try (ClusterMesh mesh = ClusterMesh.start(kube)) {
      assertThat(secrets(mesh)).containsExactly("bookinfo-cert", "bookinfo-cert-cacert");

      client.resource(gateway("second", "late-cert")).create();
      Await.until("the new name is known", () -> secrets(mesh).contains("late-cert"));

      client.resource(gateway("first", "bookinfo-cert")).delete();
      Await.until(
          "who is not named is forgotten", () -> secrets(mesh).equals(List.of("late-cert")));

      client.secrets().inNamespace("named").withName("late-cert").delete();
      Await.until("the deleted one is gone", () -> secrets(mesh).isEmpty());
    } finally {
      client.resource(gateway("second", "late-cert")).delete();
    }
  }

  private static List<String> secrets(ClusterMesh mesh) {
    return mesh.server().loop().model().discovery().secrets().all().stream()
        .map(secret -> secret.name())
        .toList();
  }

  private static String gateway(String name, String credential) {
    return """
    apiVersion: networking.istio.io/v1
    kind: Gateway
    metadata:
      name: %s
      namespace: named
    spec:
      selector: {istio: ingressgateway}
      servers:
      - port: {number: 443, name: https, protocol: HTTPS}
        hosts: ["%s.example.com"]
        tls: {mode: MUTUAL, credentialName: %s}
    """
        .formatted(name, name, credential);
  }

  @Test
  void replicasServeTheSameBytes() throws Exception {
    client.resource(namespace("same", Map.of())).create();
    for (int i = 0; i < 20; i++) {
      client.resource(service("same", "s" + i)).create();
      client.resource(slice("same", "s" + i, List.of("10.5.0." + i, "10.5.1." + i))).create();
    }
    client.resource(virtualService("same", "s1", "s2", "v1")).create();
    try (ClusterMesh one = ClusterMesh.start(kube);
        ClusterMesh other = ClusterMesh.start(kube)) {
      XdsClient first = one.sidecar("same", "client", "10.5.0.99");
      client.resource(slice("same", "s3", List.of("10.5.0.3"))).update();
      client.resource(virtualService("same", "s4", "s2", "v1")).create();
      XdsClient second = other.sidecar("same", "client", "10.5.0.99");
      Await.until(
          "both have the same",
          () ->
              ClusterMesh.routes(first).contains("virtual-service/s4")
                  && ClusterMesh.endpoints(first, "outbound|80||s3.same.svc.cluster.local").size()
                      == 1
                  && Arrays.stream(XdsType.values())
                      .allMatch(
                          type ->
                              first.versions(type).equals(second.versions(type))
                                  && first.resources(type).equals(second.resources(type))));
    }
  }

  @Test
  void whatBreaksKeepsItsLastGoodVersion() throws Exception {
    client.resource(namespace("broken", Map.of())).create();
    client.resource(service("broken", "a")).create();
    client.resource(service("broken", "b")).create();
    client.resource(virtualService("broken", "a", "b", "v1")).create();
    try (ClusterMesh mesh = ClusterMesh.start(kube)) {
      XdsClient sidecar = mesh.sidecar("broken", "client", "10.6.0.9");
      assertThat(ClusterMesh.routes(sidecar)).contains("broken/virtual-service/a");

      String broken = virtualService("broken", "a", "b", "v1").replace("hosts: [a]", "hosts: 7");
      client.resource(broken).update();
      Await.until(
          "what is wrong is said", () -> mesh.diagnostics().contains("VirtualService broken/a"));
      assertThat(ClusterMesh.routes(sidecar)).contains("broken/virtual-service/a");

      client.resource(virtualService("broken", "a", "b", "v1")).update();
      Await.until(
          "nothing is wrong any more",
          () -> !mesh.diagnostics().contains("VirtualService broken/a"));

      client
          .resource(
              """
              apiVersion: security.istio.io/v1
              kind: AuthorizationPolicy
              metadata: {name: never-understood, namespace: broken}
              spec: {action: DENY, rules: 7}
              """)
          .create();
      Await.until(
          "a policy that nobody understands is taken strictly",
          () -> mesh.diagnostics().contains("never-understood"));
      Await.until(
          "and holds",
          () ->
              mesh.server().loop().model().authorizationPolicies().inNamespace("broken").size()
                  == 1);
    }
  }
}
