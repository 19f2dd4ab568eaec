package io.meltemi.it;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.meltemi.it.backend.HttpBackend;
import io.meltemi.it.envoy.Checkout;
import io.meltemi.it.mesh.Call;
import io.meltemi.it.mesh.RoutingMesh;
import io.meltemi.it.mesh.TestMesh;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Mistakes change nothing but what they are about, are named, and can be mended. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class BadConfigTest {

  private static final Call REVIEWS = Call.get("reviews:9080", "/");
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final Call RATINGS = Call.get("ratings:9080", "/");

  /** Objects that pass every check of ours, because only the Envoy in question can judge them. */
  enum RefusedByEnvoy {
    /** A cluster: the file is read by the proxy, from the proxy's disk. */
    CLUSTER(
        "DestinationRule default/refused",
        """
        apiVersion: networking.istio.io/v1
        kind: DestinationRule
        metadata: {name: refused, namespace: default}
        spec:
          host: refused.example
          trafficPolicy:
            tls: {mode: SIMPLE, caCertificates: /there/is/no/such/file.pem}
        """),
    /** A listener: only the host of the gateway knows which addresses are its own. */
    LISTENER(
        "Gateway default/refused",
        """
        apiVersion: networking.istio.io/v1
        kind: Gateway
        metadata: {name: refused, namespace: default}
        spec:
          selector: {app: gateway}
          servers:
          - port: {number: 80, name: http, protocol: HTTP}
            bind: 192.0.2.1
            hosts: [refused.example]
        """),
    /** A route table, everybody's of that port: only Envoy compiles expressions. */
    ROUTE("VirtualService default/refused", route("%CEL(no_such_function(request.path))%"));

    private static final String SERVICE =
        """
        apiVersion: networking.istio.io/v1
        kind: ServiceEntry
        metadata: {name: refused, namespace: default}
        spec:
          hosts: [refused.example]
          resolution: STATIC
          ports: [{number: 9080, name: http, protocol: HTTP}]
          endpoints: [{address: 127.0.0.1}]
        ---
        """;

    private final String object;
    private final String yaml;

    static String route(String header) {
      return """
          apiVersion: networking.istio.io/v1
          kind: VirtualService
          metadata: {name: refused, namespace: default}
          spec:
            hosts: [refused.example]
            http:
            - headers: {request: {set: {x-refused: '%s'}}}
              route: [{destination: {host: refused.example}}]
          """
          .formatted(header);
    }

    RefusedByEnvoy(String object, String yaml) {
      this.object = object;
      this.yaml = SERVICE + yaml;
    }
  }

  private final TestMesh mesh = TestMesh.start();
  private final HttpBackend v1;
  private final TestMesh.Client client;
  private long logged;

  BadConfigTest() throws Exception {
    mesh.service("reviews");
    mesh.service("ratings");
    v1 = mesh.backend("reviews", "v1");
    mesh.backend("reviews", "v2");
    mesh.backend("ratings", "v1");
    mesh.config()
        .write(
            "subsets.yaml",
            """
            apiVersion: networking.istio.io/v1
            kind: DestinationRule
            metadata: {name: reviews, namespace: default}
            spec:
              host: reviews
              subsets: [{name: v1, labels: {version: v1}}, {name: v2, labels: {version: v2}}]
            """);
    client = mesh.client("client");
    mesh.gateway("gateway");
  }

  @BeforeEach
  void skipLog() throws Exception {
    logged = mesh.istiod().log().lines().count();
  }

  @AfterEach
  void clean() throws Exception {
    mesh.config().clearRules();
    mesh.config().awaitSeenBy(client.http());
  }

  @AfterAll
  void stop() throws IOException {
    mesh.close();
  }

  @Test
  void aFileThatBreaksKeepsItsLastGoodVersionUntilItIsMended() throws Throwable {
    mesh.config().rule("reviews.yaml", toSubset("v1"));
    awaitVersion("reviews-v1");

    mesh.config().rule("reviews.yaml", toSubset("v2").replace("http:", "http: ]["));
    mesh.config().awaitSeenBy(client.http());
    Await.untilAsserted(() -> assertThat(diagnostics()).contains("reviews.yaml"));
    assertThat(client.http().backends(REVIEWS, 10).elementSet()).containsExactly("reviews-v1");
    Await.untilAsserted(() -> assertThat(mesh.istiod().log()).contains("reviews.yaml"));

    mesh.config().rule("reviews.yaml", toSubset("v2"));
    awaitVersion("reviews-v2");
    Await.untilAsserted(() -> assertThat(diagnostics()).doesNotContain("reviews.yaml"));
  }

  @Test
  void anObjectThatIsWrongDoesNotTakeItsNeighboursInTheFileWithIt() throws Throwable {
    mesh.config()
        .rule(
            "both.yaml",
            toSubset("v1")
                + """
                ---
                apiVersion: networking.istio.io/v1
                kind: VirtualService
                metadata: {name: ratings, namespace: default}
                spec:
                  hosts: [ratings]
                  http: [{route: [{destination: {host: ratings}, weight: many}]}]
                """);
    awaitVersion("reviews-v1");
    Await.untilAsserted(
        () -> assertThat(diagnostics()).contains("VirtualService default/ratings", "weight"));
    Await.untilAsserted(
        () -> assertThat(mesh.istiod().log()).contains("VirtualService default/ratings"));
    assertThat(client.http().call(RATINGS).backend()).isEqualTo("ratings-v1");
  }

  @ParameterizedTest
  @EnumSource
  void whatEnvoyRefusesIsNamedAloneAndTheRestGoesOn(RefusedByEnvoy refused) throws Throwable {
    mesh.config().rule("refused.yaml", refused.yaml);
    Await.untilAsserted(() -> assertThat(refusedObjects()).containsExactly(refused.object));
    assertThat(diagnostics()).contains("refused.yaml");

    // what others change afterwards still arrives, in the same route table, too
    mesh.config().rule("reviews.yaml", toSubset("v2"));
    awaitVersion("reviews-v2");
    mesh.config().rule("reviews.yaml", toSubset("v1"));
    awaitVersion("reviews-v1");
    assertThat(client.http().call(RATINGS).backend()).isEqualTo("ratings-v1");
    assertThat(refusedObjects()).containsExactly(refused.object);
    assertThat(linesOf("RejectedByProxy"))
        .as("named once, and nobody else")
        .singleElement()
        .satisfies(line -> assertThat(line).contains(refused.object));

    // mended, the blame is gone
    mesh.config().delete("refused.yaml");
    Await.untilAsserted(() -> assertThat(refusedObjects()).isEmpty());
  }

  /** Line 5 of what this mesh promises. */
  @Test
  void threeMistakesAtOnceChangeNothingElseAndEachIsNamed() throws Throwable {
    mesh.config().rule("a-reviews.yaml", toSubset("v1"));
    awaitVersion("reviews-v1");

    mesh.config().rule("b-broken.yaml", "kind: VirtualService\n  metadata: {name: [\n");
    mesh.config().rule("c-refused.yaml", RefusedByEnvoy.ROUTE.yaml);
    mesh.config()
        .rule("d-conflict.yaml", toSubset("v2").replace("name: reviews,", "name: zz-reviews,"));

    Await.untilAsserted(
        () ->
            assertThat(diagnostics())
                .contains("b-broken.yaml")
                .contains(RefusedByEnvoy.ROUTE.object)
                .contains("VirtualService default/zz-reviews"));
    mesh.config().awaitSeenBy(client.http());
    assertThat(client.http().backends(REVIEWS, 10).elementSet()).containsExactly("reviews-v1");
    assertThat(client.http().call(RATINGS).backend()).isEqualTo("ratings-v1");
    assertThat(mesh.istiod().log())
        .contains("b-broken.yaml")
        .contains("VirtualService default/zz-reviews");
    assertThat(refusedObjects()).containsExactly(RefusedByEnvoy.ROUTE.object);
    assertThat(linesOf("RejectedByProxy")).hasSize(1);
    assertThat(validate()).contains("b-broken.yaml").contains("VirtualService default/zz-reviews");

    // and others' work goes on: in the very table that the refused one would be in
    v1.reset();
    mesh.config()
        .rule(
            "e-ratings.yaml",
            RoutingMesh.virtualService("ratings", "- directResponse: {status: 418}"));
    Await.untilAsserted(() -> assertThat(client.http().call(RATINGS).status()).isEqualTo(418));
    assertThat(refusedObjects()).containsExactly(RefusedByEnvoy.ROUTE.object);

    // a mended one recovers
    mesh.config()
        .rule(
            "c-refused.yaml",
            RefusedByEnvoy.SERVICE
                + RoutingMesh.virtualService("refused.example", "- directResponse: {status: 421}")
                    .replace("name: refused.example", "name: refused"));
    Await.untilAsserted(
        () ->
            assertThat(client.http().call(Call.get("refused.example:9080", "/")).status())
                .isEqualTo(421));
    Await.untilAsserted(() -> assertThat(refusedObjects()).isEmpty());
    assertThat(client.http().call(RATINGS).status()).isEqualTo(418);
  }

  /** What Envoy would refuse for a reason that can be known is known by {@code validate}. */
  @Test
  void unknownCommandInAHeaderIsRefusedBeforeAnyProxySeesIt() throws Throwable {
    mesh.config().rule("command.yaml", RefusedByEnvoy.route("%NO_SUCH_COMMAND%"));
    Await.untilAsserted(
        () ->
            assertThat(diagnostics())
                .contains("VirtualService default/refused")
                .contains("spec.http[0].headers.request.set[x-refused]"));
    mesh.config().awaitSeenBy(client.http());
    assertThat(refusedObjects()).isEmpty();
    assertThat(validate())
        .contains("command.yaml")
        .contains("VirtualService default/refused")
        .contains("spec.http[0].headers.request.set[x-refused]")
        .contains("%NO_SUCH_COMMAND%")
        .contains("write %% for a percent sign");
  }

  private void awaitVersion(String backend) throws Throwable {
    Await.untilAsserted(
        () ->
            assertThat(client.http().backends(REVIEWS, 20).elementSet()).containsExactly(backend));
  }

  private static String toSubset(String version) {
    return RoutingMesh.virtualService(
        "reviews", "- route: [{destination: {host: reviews, subset: " + version + "}}]");
  }

  private String diagnostics() throws Exception {
    return mesh.istiod().page("/debug/diagnostics");
  }

  /** The objects that proxies refuse, each as often as it is named. */
  private List<String> refusedObjects() throws Exception {
    List<String> objects = new ArrayList<>();
    for (JsonNode each : JSON.readTree(diagnostics())) {
      if (each.path("code").asText().equals("RejectedByProxy")) {
        objects.add(each.path("object").asText());
      }
    }
    return objects;
  }

  private List<String> linesOf(String text) throws Exception {
    return mesh.istiod().log().lines().skip(logged).filter(line -> line.contains(text)).toList();
  }

  private String validate() throws Exception {
    Process validate =
        new ProcessBuilder(
                Checkout.path("istiod/bin/istiod").toString(),
                "validate",
                "-f",
                mesh.config().path().toString())
            .redirectErrorStream(true)
            .start();
    String said = new String(validate.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    validate.waitFor();
    return said;
  }
}
