package io.meltemi.it.kube;

import static io.meltemi.it.kube.KubeObjects.namespace;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.fabric8.kubernetes.api.model.ConfigMapBuilder;
import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodBuilder;
import io.fabric8.kubernetes.api.model.admissionregistration.v1.MutatingWebhookConfiguration;
import io.fabric8.kubernetes.api.model.admissionregistration.v1.MutatingWebhookConfigurationBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.meltemi.istiod.IdentityConfig;
import io.meltemi.istiod.admission.AdmissionConfig;
import io.meltemi.it.Await;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A real API server asks this istiod about pods and about objects of ours. */
class AdmissionTest {

  private static final String INJECTOR = "admission-test-injector";
  private static final String VALIDATOR = "admission-test-validator";
  private static final String SYSTEM = "admission-system";

  @TempDir static Path temp;

  private static KubernetesClient client;
  private static ClusterMesh mesh;
  private static ConfigWebhook validator;

  @BeforeAll
  static void start() throws Exception {
    ApiServer kube = ApiServer.shared();
    client = kube.admin();
    TestCrds.installAll(client);
    client.resource(namespace(SYSTEM, Map.of())).create();
    client.resource(namespace("hooked", Map.of("istio-injection", "enabled"))).create();
    client.resource(namespace("unhooked", Map.of())).create();
    InetSocketAddress any = new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
    mesh =
        ClusterMesh.start(
            kube.settings().withNamespace(SYSTEM),
            config ->
                config
                    .withIdentity(
                        IdentityConfig.of(any, temp).withServerNames(List.of("localhost")))
                    .withAdmission(new AdmissionConfig(any, INJECTOR, VALIDATOR)));
    client.resource(injector()).create();
    awaitInjection();
    validator =
        ConfigWebhook.install(client, VALIDATOR, mesh.server().httpsPort(), "hooked", SYSTEM);
  }

  @AfterAll
  static void stop() {
    client.resource(injector()).delete();
    validator.remove();
    mesh.close();
  }

  private static MutatingWebhookConfiguration injector() {
    return new MutatingWebhookConfigurationBuilder()
        .withNewMetadata()
        .withName(INJECTOR)
        .endMetadata()
        .addNewWebhook()
        .withName("namespace.sidecar-injector.istio.io")
        .withAdmissionReviewVersions("v1")
        .withSideEffects("None")
        .withFailurePolicy("Fail")
        .withNewClientConfig()
        .withUrl("https://localhost:" + mesh.server().httpsPort() + "/inject/cluster/c1")
        .endClientConfig()
        .withNewNamespaceSelector()
        .addToMatchLabels("istio-injection", "enabled")
        .endNamespaceSelector()
        .addNewRule()
        .withApiGroups("")
        .withApiVersions("v1")
        .withResources("pods")
        .withOperations("CREATE")
        .endRule()
        .endWebhook()
        .build();
  }

  /** The server follows its configurations: what is written it goes by a moment later. */
  private static void awaitInjection() throws Exception {
    Await.until(
        "API servers trust the injector",
        () -> {
          try {
            Pod made = client.resource(pod("hooked", "tried", Map.of())).dryRun().create();
            return !made.getSpec().getInitContainers().isEmpty();
          } catch (KubernetesClientException _) {
            return false;
          }
        });
  }

  private static MutatingWebhookConfiguration injectorNow() {
    return client
        .admissionRegistration()
        .v1()
        .mutatingWebhookConfigurations()
        .withName(INJECTOR)
        .get();
  }

  private static String bundle(MutatingWebhookConfiguration configuration) {
    String bundle = configuration.getWebhooks().getFirst().getClientConfig().getCaBundle();
    return bundle == null ? "" : bundle;
  }

  @Test
  void aPodOfALabelledNamespaceGetsAProxy() {
    Pod pod = created("hooked", "web", Map.of());
    assertThat(pod.getSpec().getInitContainers())
        .extracting(Container::getName)
        .containsExactly("istio-init", "istio-proxy");
    assertThat(proxy(pod).getRestartPolicy()).isEqualTo("Always");
    assertThat(String.join(" ", proxy(pod).getArgs())).contains("\"CLUSTER_ID\":\"c1\"");
    assertThat(pod.getMetadata().getAnnotations()).containsKey("sidecar.istio.io/status");
  }

  @Test
  void aPodOfAnotherNamespaceDoesNot() {
    assertThat(created("unhooked", "web", Map.of()).getSpec().getInitContainers()).isEmpty();
  }

  @Test
  void aPodThatSaysNoDoesNot() {
    Pod pod = created("hooked", "no", Map.of("sidecar.istio.io/inject", "false"));
    assertThat(pod.getSpec().getInitContainers()).isEmpty();
  }

  @Test
  void aMistakeInAnAnnotationIsToldByItsName() {
    assertThatThrownBy(() -> created("hooked", "bad", Map.of("sidecar.istio.io/proxyCPU", "lots")))
        .isInstanceOf(KubernetesClientException.class)
        .hasMessageContaining("sidecar.istio.io/proxyCPU")
        .hasMessageContaining("lots");
  }

  @Test
  void valuesAreFollowed() throws Exception {
    client
        .resource(
            new ConfigMapBuilder()
                .withNewMetadata()
                .withNamespace(SYSTEM)
                .withName("istio-sidecar-injector")
                .endMetadata()
                .addToData("values", "{global: {proxy: {logLevel: error}}}")
                .build())
        .create();
    Await.until(
        "pods are made with the values",
        () -> {
          Pod pod = created("hooked", "values", Map.of());
          client.resource(pod).withGracePeriod(0).delete();
          return proxy(pod).getArgs().contains("error");
        });
  }

  @Test
  void anInvalidObjectIsRefusedNamingFieldAndReason() {
    assertThatThrownBy(() -> client.resource(virtualService("bad", "soon")).create())
        .isInstanceOf(KubernetesClientException.class)
        .hasMessageContaining("spec.http[0].timeout")
        .hasMessageContaining("a duration such as");
  }

  @Test
  void aValidObjectIsStoredAndCannotBeMadeInvalid() {
    client.resource(virtualService("good", "5s")).create();
    assertThatThrownBy(() -> client.resource(virtualService("good", "never")).update())
        .isInstanceOf(KubernetesClientException.class)
        .hasMessageContaining("never");
  }

  @Test
  void theBundleIsPutBack() throws Exception {
    String right = bundle(injectorNow());
    MutatingWebhookConfiguration broken = injectorNow();
    broken.getWebhooks().getFirst().getClientConfig().setCaBundle(null);
    client.resource(broken).update();
    Await.until("it is put back", () -> bundle(injectorNow()).equals(right));
    awaitInjection();
  }

  private static Container proxy(Pod pod) {
    return pod.getSpec().getInitContainers().stream()
        .filter(it -> it.getName().equals("istio-proxy"))
        .findFirst()
        .orElseThrow();
  }

  private static Pod created(String namespace, String name, Map<String, String> annotations) {
    return client.resource(pod(namespace, name, annotations)).create();
  }

  private static Pod pod(String namespace, String name, Map<String, String> annotations) {
    return new PodBuilder()
        .withNewMetadata()
        .withNamespace(namespace)
        .withName(name)
        .withAnnotations(annotations)
        .endMetadata()
        .withNewSpec()
        .withServiceAccountName("default")
        .addNewContainer()
        .withName("web")
        .withImage("web")
        .endContainer()
        .endSpec()
        .build();
  }

  private static GenericKubernetesResource virtualService(String name, String timeout) {
    GenericKubernetesResource object = new GenericKubernetesResource();
    object.setApiVersion("networking.istio.io/v1");
    object.setKind("VirtualService");
    object.setMetadata(
        new io.fabric8.kubernetes.api.model.ObjectMetaBuilder()
            .withNamespace("hooked")
            .withName(name)
            .build());
    object.setAdditionalProperty(
        "spec",
        Map.of(
            "hosts",
            List.of("reviews"),
            "http",
            List.of(
                Map.of(
                    "timeout",
                    timeout,
                    "route",
                    List.of(Map.of("destination", Map.of("host", "reviews")))))));
    return object;
  }
}
