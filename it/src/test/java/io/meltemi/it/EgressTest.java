package io.meltemi.it;

import static org.assertj.core.api.Assertions.assertThat;

import io.meltemi.it.backend.HttpBackend;
import io.meltemi.it.mesh.Answer;
import io.meltemi.it.mesh.RoutingMesh;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Services outside of the mesh. */
final class EgressTest {

  private final RoutingMesh mesh = RoutingMesh.shared();

  EgressTest() throws Exception {}

  @BeforeEach
  void clean() throws Exception {
    mesh.reset();
  }

  @Test
  void aServiceEntryMakesAServiceKnownAndItsRemovalUnknown() throws Throwable {
    HttpBackend outside = mesh.mesh().stranger("outside");
    assertThat(mesh.client().get("books.example:9080", "/").backend()).isEmpty();
    mesh.apply(entry("books.example", "STATIC", outside.address().getHost()));
    Answer answer = mesh.client().get("books.example:9080", "/v1?q=1");
    assertThat(answer.backend()).isEqualTo("outside");
    assertThat(answer.echo().target()).isEqualTo("/v1?q=1");
    mesh.reset();
    assertThat(mesh.client().get("books.example:9080", "/").backend()).isEmpty();
  }

  @Test
  void anEndpointMayBeANameInTheDns() throws Exception {
    // localhost: the only name that every machine knows
    HttpBackend outside = mesh.mesh().closing(HttpBackend.start("named", "127.0.0.1", 0));
    mesh.apply(
        """
        apiVersion: networking.istio.io/v1
        kind: ServiceEntry
        metadata: {name: named, namespace: default}
        spec:
          hosts: [named.example]
          location: MESH_EXTERNAL
          resolution: DNS
          ports: [{number: 9080, name: http, protocol: HTTP}]
          endpoints: [{address: localhost, ports: {http: %d}}]
        """
            .formatted(outside.address().getPort()));
    Await.until(
        "the name is resolved",
        () -> mesh.client().get("named.example:9080", "/").backend().equals("named"));
  }

  @Test
  void aWorkloadEntryIsAnEndpointOfAServiceEntryThatSelectsIt() throws Exception {
    HttpBackend outside = mesh.mesh().stranger("vm");
    mesh.apply(
        """
        apiVersion: networking.istio.io/v1
        kind: ServiceEntry
        metadata: {name: vm, namespace: default}
        spec:
          hosts: [vm.example]
          location: MESH_INTERNAL
          resolution: STATIC
          ports: [{number: 9080, name: http, protocol: HTTP}]
          workloadSelector: {labels: {app: vm}}
        ---
        apiVersion: networking.istio.io/v1
        kind: WorkloadEntry
        metadata: {name: vm-1, namespace: default}
        spec: {address: %s, labels: {app: vm}}
        """
            .formatted(outside.address().getHost()));
    assertThat(mesh.client().get("vm.example:9080", "/").backend()).isEqualTo("vm");
  }

  @Test
  void rulesHoldForServicesOutsideToo() throws Exception {
    HttpBackend outside = mesh.mesh().stranger("ruled");
    mesh.apply(
        entry("ruled.example", "STATIC", outside.address().getHost())
            + "---\n"
            + RoutingMesh.virtualService(
                "ruled.example",
                """
                - match: [{uri: {prefix: /secret}}]
                  directResponse: {status: 403}
                - route: [{destination: {host: ruled.example}}]
                """));
    assertThat(mesh.client().get("ruled.example:9080", "/open").backend()).isEqualTo("ruled");
    assertThat(mesh.client().get("ruled.example:9080", "/secret/1").status()).isEqualTo(403);
  }

  private static String entry(String host, String resolution, String address) {
    return """
        apiVersion: networking.istio.io/v1
        kind: ServiceEntry
        metadata: {name: %1$s, namespace: default}
        spec:
          hosts: [%1$s]
          location: MESH_EXTERNAL
          resolution: %2$s
          ports: [{number: 9080, name: http, protocol: HTTP}]
          endpoints: [{address: %3$s}]
        """
        .formatted(host, resolution, address);
  }
}
