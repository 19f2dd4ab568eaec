package io.meltemi.webhook.manifest;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.google.common.base.Splitter;
import com.google.common.collect.ImmutableList;
import io.meltemi.webhook.manifest.ManifestInjector.Manifest;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class ManifestInjectorTest {

  private static final Path FOLDER = Path.of("src/test/resources/manifest");

  private static Manifest inject(String text) {
    return ManifestInjector.inject(text, FixedContext.DEFAULTS, "shop", () -> "key");
  }

  @Test
  void everyKindOfPodGetsItsProxyAndNothingElseChanges() throws IOException {
    String text = Files.readString(FOLDER.resolve("kinds.yaml"));
    Manifest manifest = inject(text);
    assertThat(manifest.problems()).isEmpty();
    assertThat(manifest.notes())
        .containsExactly(
            "DaemonSet shop/agent is left as it is: it uses the network of its host, whose"
                + " traffic is not its own",
            "Pod shop/without is left as it is: its sidecar.istio.io/inject says false");
    List<JsonNode> before = objects(text);
    List<JsonNode> after = objects(manifest.text());
    assertThat(after).hasSameSizeAs(before);
    int injected = 0;
    for (int i = 0; i < before.size(); i++) {
      JsonNode was = before.get(i);
      JsonNode is = after.get(i);
      String place = PodTemplates.of(was.path("apiVersion").asText(), was.path("kind").asText());
      if (place != null && is.at(place + "/spec").has("initContainers")) {
        injected++;
        assertThat(is.at(place + "/spec/initContainers/1/name").asText()).isEqualTo("istio-proxy");
        assertThat(is.at(place + "/spec/containers/0/image"))
            .isEqualTo(was.at(place + "/spec/containers/0/image"));
        ((ObjectNode) is.at(place)).removeAll().setAll((ObjectNode) was.at(place));
      }
      assertThat(is).isEqualTo(was);
    }
    assertThat(injected).isEqualTo(5);
  }

  /** Also those of Lists. */
  private static List<JsonNode> objects(String text) {
    List<JsonNode> objects = new ArrayList<>();
    for (String document : Splitter.on("---\n").split(text)) {
      JsonNode object = KubeYaml.read(document);
      if (object.has("items")) {
        object.get("items").forEach(objects::add);
      } else {
        objects.add(object);
      }
    }
    return objects;
  }

  @Test
  void aManifestWithoutPodsStaysAsItIs() {
    String text =
        """
        # a comment
        {"kind": "Service", "apiVersion": "v1"}
        ---
        kind:   ConfigMap # odd
        data: {a: yes, b: 010,
          c: 12:30}
        ---
        ---
        just a text
        """;
    assertThat(inject(text)).isEqualTo(new Manifest(text, ImmutableList.of(), ImmutableList.of()));
  }

  @Test
  void whatIsInjectedIsNotInjectedAgain() throws IOException {
    String once = inject(Files.readString(FOLDER.resolve("mixed.yaml"))).text();
    Manifest twice = inject(once);
    assertThat(twice.text()).isEqualTo(once);
    assertThat(twice.notes())
        .containsExactly("Deployment shop/web is left as it is: it has a proxy already");
  }

  /** A pod of a Deployment is named after it, whether the webhook or a file gave it its proxy. */
  @Test
  void theWorkloadIsTheObjectThatHasTheTemplate() throws IOException {
    String text = inject(Files.readString(FOLDER.resolve("kinds.yaml"))).text();
    assertThat(text)
        .contains("kubernetes://apis/apps/v1/namespaces/data/statefulsets/db")
        .contains("kubernetes://apis/batch/v1/namespaces/shop/cronjobs/nightly")
        .contains("kubernetes://apis/batch/v1/namespaces/shop/jobs/once")
        .doesNotContain("ownerReferences");
  }

  @Test
  void aMistakeIsToldWithObjectAndAnnotation() {
    Manifest manifest =
        inject(
            """
            apiVersion: v1
            kind: Pod
            metadata: {name: bad, annotations: {sidecar.istio.io/proxyCPU: lots}}
            spec: {containers: [{name: a, image: a}]}
            """);
    assertThat(manifest.problems())
        .singleElement()
        .asString()
        .startsWith("Pod shop/bad: ")
        .contains("sidecar.istio.io/proxyCPU", "lots");
  }

  @Test
  void whatIsNoYamlIsToldWithItsNumber() {
    assertThat(inject("a: b\n---\na: [\n").problems())
        .singleElement()
        .asString()
        .startsWith("document 2: ");
    assertThat(inject("a: 1\na: 2\n").problems()).singleElement().asString().contains("duplicate");
    assertThat(
            inject(
                    """
                    kind: Pod
                    apiVersion: v1
                    metadata: {name: odd}
                    spec: {containers: 7}
                    """)
                .problems())
        .singleElement()
        .asString()
        .startsWith("Pod shop/odd: ");
  }

  @Test
  void textsAreReadAsKubectlReadsThemAndNobodyElseCanMistakeThem() {
    JsonNode read =
        KubeYaml.read(
            """
            a: yes
            b: "yes"
            c: 0644
            d: 12:30
            e: 2026-01-31
            f: 1e3
            g: 0x10
            h: "0x10"
            i: ~
            j: &x {k: "1_000"}
            l: {<<: *x, m: off}
            n: "two\\nlines\\n"
            o: ""
            p: "~"
            q: "- no list"
            r: "y"
            """);
    assertThat(read)
        .hasToString(
            "{\"a\":true,\"b\":\"yes\",\"c\":420,\"d\":\"12:30\",\"e\":\"2026-01-31\","
                + "\"f\":1000.0,\"g\":16,\"h\":\"0x10\",\"i\":null,\"j\":{\"k\":\"1_000\"},"
                + "\"l\":{\"k\":\"1_000\",\"m\":false},\"n\":\"two\\nlines\\n\",\"o\":\"\","
                + "\"p\":\"~\",\"q\":\"- no list\",\"r\":\"y\"}");
    String written = KubeYaml.write(read);
    assertThat(KubeYaml.read(written)).isEqualTo(read);
    assertThat(written)
        .contains("b: \"yes\"", "d: \"12:30\"", "r: \"y\"", "\"n\": |\n  two\n  lines\n");
  }
}
