package io.meltemi.it.kube;

import io.fabric8.kubernetes.api.model.admissionregistration.v1.ValidatingWebhookConfiguration;
import io.fabric8.kubernetes.api.model.admissionregistration.v1.ValidatingWebhookConfigurationBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.meltemi.it.Await;
import java.time.Duration;

/**
 * That API servers ask an istiod about objects of ours: all of them, or those of some namespaces.
 */
record ConfigWebhook(KubernetesClient client, String name) {

  /** Asks, and has been proven to work, so that it fails closed. */
  static ConfigWebhook install(KubernetesClient client, String name, int port, String... namespaces)
      throws Exception {
    ConfigWebhook webhook = new ConfigWebhook(client, name);
    client.resource(webhook.configuration(port, namespaces)).create();
    Await.until(
        "the validator is proven to work, and fails closed",
        Duration.ofSeconds(60), // istiod tries every five
        () -> webhook.now().getWebhooks().getFirst().getFailurePolicy().equals("Fail"));
    return webhook;
  }

  private ValidatingWebhookConfiguration configuration(int port, String... namespaces) {
    return new ValidatingWebhookConfigurationBuilder()
        .withNewMetadata()
        .withName(name)
        .endMetadata()
        .addNewWebhook()
        .withName("validation.istio.io")
        .withAdmissionReviewVersions("v1")
        .withSideEffects("None")
        .withFailurePolicy("Ignore")
        .withNewClientConfig()
        .withUrl("https://localhost:" + port + "/validate")
        .endClientConfig()
        .addNewRule()
        .withApiGroups(
            "networking.istio.io", "security.istio.io", "telemetry.istio.io", "extensions.istio.io")
        .withApiVersions("*")
        .withResources("*")
        .withOperations("CREATE", "UPDATE")
        .endRule()
        .withNewNamespaceSelector()
        .addNewMatchExpression()
        .withKey("kubernetes.io/metadata.name")
        .withOperator(namespaces.length == 0 ? "Exists" : "In")
        .withValues(namespaces)
        .endMatchExpression()
        .endNamespaceSelector()
        .endWebhook()
        .build();
  }

  /** As the cluster has it. */
  ValidatingWebhookConfiguration now() {
    return client
        .admissionRegistration()
        .v1()
        .validatingWebhookConfigurations()
        .withName(name)
        .get();
  }

  void remove() {
    client.resource(now()).delete();
  }
}
