package io.meltemi.it.kube;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableMap;
import io.meltemi.it.Await;
import io.meltemi.it.envoy.Checkout;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Objects outlive the custom resources that they were made under. */
final class CustomResourcesUpgradeTest {

  private static final String NAME = "virtualservices.networking.istio.io";

  @TempDir Path folder = Path.of("");
  private ApiServer server;
  private CommandLineTool kubectl;
  private String ours = "";

  @BeforeEach
  void start() throws Exception {
    server = ApiServer.start(folder);
    kubectl = KubeTools.kubectl(server, folder);
    ours = Files.readString(Checkout.path("charts/base/files/crds/" + NAME + ".yaml"));
  }

  @AfterEach
  void stop() {
    server.close();
  }

  @Test
  void objectsOfAnOlderDefinitionAreStillThere() throws Exception {
    apply(versions(List.of("v1beta1", "v1alpha3"), "v1beta1"));
    create("v1beta1");
    apply(ours);
    assertThat(spec("v1")).isEqualTo(spec("v1beta1")).contains("timeout:1.5s");
    assertThat(get("crd", NAME, "{.status.storedVersions}")).isEqualTo("[\"v1beta1\",\"v1\"]");
  }

  @Test
  void aNewerDefinitionCanComeAndGo() throws Exception {
    apply(ours);
    create("v1");
    apply(versions(List.of("v2", "v1", "v1beta1", "v1alpha3"), "v1"));
    assertThat(spec("v2")).contains("timeout:1.5s");
    apply(ours);
    assertThat(spec("v1")).contains("timeout:1.5s");
  }

  /** The server goes by it a moment later: {@link #create} and {@link #spec} wait for that. */
  private void apply(String definition) throws Exception {
    kubectl.runWith(definition, "apply", "--server-side", "--force-conflicts", "-f", "-").orThrow();
  }

  /** Our definition in other versions, without schemas. */
  private String versions(List<String> names, String stored) {
    Map<String, Object> crd =
        new LinkedHashMap<>(YamlFile.mapping(YamlFile.documents(ours).getFirst()));
    Map<String, Object> spec = new LinkedHashMap<>(YamlFile.mapping(crd.get("spec")));
    ImmutableList.Builder<Object> versions = ImmutableList.builder();
    for (String name : names) {
      versions.add(
          ImmutableMap.of(
              "name",
              name,
              "served",
              true,
              "storage",
              name.equals(stored),
              "schema",
              ImmutableMap.of(
                  "openAPIV3Schema",
                  ImmutableMap.of(
                      "type", "object", "x-kubernetes-preserve-unknown-fields", true))));
    }
    spec.put("versions", versions.build());
    crd.put("spec", spec);
    return YamlFile.print(crd);
  }

  private void create(String version) throws Exception {
    String object =
        """
        apiVersion: networking.istio.io/%s
        kind: VirtualService
        metadata: {name: reviews, namespace: default}
        spec:
          hosts: [reviews]
          http: [{timeout: 1.5s, route: [{destination: {host: reviews}}]}]
        """
            .formatted(version);
    Await.until(
        version + " is served", () -> kubectl.runWith(object, "apply", "-f", "-").status() == 0);
  }

  /** As soon as that version is served. */
  private String spec(String version) throws Exception {
    String[] query = {
      "get",
      "virtualservices." + version + ".networking.istio.io",
      "reviews",
      "-o",
      "jsonpath={.spec.hosts}{.spec.http[0].route}timeout:{.spec.http[0].timeout}"
    };
    Await.until(version + " is served", () -> kubectl.run(query).status() == 0);
    return kubectl.run(query).orThrow();
  }

  private String get(String kind, String name, String path) throws Exception {
    return kubectl.run("get", kind, name, "-o", "jsonpath=" + path).orThrow();
  }
}
