package io.meltemi.it.kube;

import static io.meltemi.it.kube.KubeObjects.namespace;
import static io.meltemi.it.kube.KubeObjects.service;
import static io.meltemi.it.kube.KubeObjects.slice;
import static io.meltemi.it.kube.KubeObjects.virtualService;
import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.client.KubernetesClient;
import io.meltemi.istiod.xds.testing.XdsClient;
import io.meltemi.it.Await;
import io.meltemi.translator.xds.XdsType;
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
        assertThat(routes(sidecar))
            .contains("/apis/networking.istio.io/v1/namespaces/versions/virtual-service/" + name);
      }

      client.resource(virtualService("versions", "b", "target", "v1beta1")).delete();
      Await.until(
          "the deleted rule does not hold", () -> !routes(sidecar).contains("virtual-service/b"));
      assertThat(routes(sidecar)).contains("virtual-service/a");
    }
  }

  private static String routes(XdsClient client) throws Exception {
    StringBuilder all = new StringBuilder();
    for (var any : client.resources(XdsType.ROUTE).values()) {
      all.append(
          any.unpack(io.envoyproxy.envoy.config.route.v3.RouteConfiguration.class).toString());
    }
    return all.toString();
  }
}
