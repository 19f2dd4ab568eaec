package io.meltemi.istiod.admission;

import com.google.common.collect.ImmutableList;
import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.LabelSelectorRequirement;
import io.fabric8.kubernetes.api.model.ObjectMeta;
import io.fabric8.kubernetes.api.model.admissionregistration.v1.MutatingWebhookConfiguration;
import io.fabric8.kubernetes.api.model.admissionregistration.v1.ValidatingWebhook;
import io.fabric8.kubernetes.api.model.admissionregistration.v1.ValidatingWebhookConfiguration;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.meltemi.istiod.kube.KubeSettings;
import io.meltemi.webhook.validate.Validator;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The webhook configurations of this istiod's revision: the ones it is told the names of, and those
 * that say by their labels that they are of its revision (its tags, and the validator of objects
 * without a revision).
 */
final class WebhookConfigurations {

  private static final Logger log = LoggerFactory.getLogger(WebhookConfigurations.class);

  private static final String REVISION = "istio.io/rev";
  private static final String FAIL = "Fail";

  private final KubernetesClient client;
  private final KubeSettings settings;
  private final AdmissionConfig config;

  WebhookConfigurations(KubernetesClient client, KubeSettings settings, AdmissionConfig config) {
    this.client = client;
    this.settings = settings;
    this.config = config;
  }

  /** Makes API servers trust {@code caBundle}, in base64, when they call our webhooks. */
  void trust(String caBundle) {
    mutating()
        .forEach(
            found -> {
              boolean old =
                  found.getWebhooks().stream()
                      .anyMatch(it -> !caBundle.equals(it.getClientConfig().getCaBundle()));
              if (old) {
                found.getWebhooks().forEach(it -> it.getClientConfig().setCaBundle(caBundle));
                write(found, "trusts istiod's roots");
              }
            });
    validating()
        .forEach(
            found -> {
              boolean old =
                  found.getWebhooks().stream()
                      .anyMatch(it -> !caBundle.equals(it.getClientConfig().getCaBundle()));
              if (old) {
                found.getWebhooks().forEach(it -> it.getClientConfig().setCaBundle(caBundle));
                write(found, "trusts istiod's roots");
              }
            });
  }

  /**
   * Makes objects that nobody can check be refused, once it is proven that they are checked: an
   * object that asks for it must have been refused in our name.
   */
  void failClosed() {
    validating()
        .filter(it -> it.getWebhooks().stream().anyMatch(WebhookConfigurations::isOpen))
        .forEach(
            found -> {
              if (found.getWebhooks().stream().allMatch(this::refuses)) {
                found.getWebhooks().forEach(it -> it.setFailurePolicy(FAIL));
                write(found, "is proven to work, and fails closed now");
              }
            });
  }

  private static boolean isOpen(ValidatingWebhook webhook) {
    return !FAIL.equals(webhook.getFailurePolicy());
  }

  private boolean refuses(ValidatingWebhook webhook) {
    ObjectMeta meta = new ObjectMeta();
    meta.setName("invalid-gateway");
    meta.setNamespace(settings.namespace());
    meta.setAnnotations(Map.of(Validator.ALWAYS_REJECT, "true"));
    if (selectsByRevision(webhook)) {
      meta.setLabels(Map.of(REVISION, settings.revision()));
    }
    GenericKubernetesResource gateway = new GenericKubernetesResource();
    gateway.setApiVersion("networking.istio.io/v1");
    gateway.setKind("Gateway");
    gateway.setMetadata(meta);
    gateway.setAdditionalProperty("spec", Map.of());
    try {
      client
          .genericKubernetesResources("networking.istio.io/v1", "Gateway")
          .inNamespace(settings.namespace())
          .resource(gateway)
          .dryRun()
          .create();
      log.info(
          "webhook {} lets pass what it should refuse; it goes on failing open", webhook.getName());
      return false;
    } catch (KubernetesClientException e) {
      String said = String.valueOf(e.getMessage());
      boolean refused =
          said.contains('"' + webhook.getName() + "\" denied the request")
              && said.contains(Validator.ALWAYS_REJECT);
      if (!refused) {
        log.info("webhook {} is not yet proven to work: {}", webhook.getName(), said);
      }
      return refused;
    }
  }

  private static boolean selectsByRevision(ValidatingWebhook webhook) {
    return webhook.getObjectSelector() != null
        && webhook.getObjectSelector().getMatchExpressions().stream()
            .anyMatch(WebhookConfigurations::wantsRevision);
  }

  private static boolean wantsRevision(LabelSelectorRequirement requirement) {
    return REVISION.equals(requirement.getKey()) && "In".equals(requirement.getOperator());
  }

  private Stream<MutatingWebhookConfiguration> mutating() {
    return config.injection().isEmpty()
        ? Stream.empty()
        : ours(
            client.admissionRegistration().v1().mutatingWebhookConfigurations().list().getItems(),
            config.injection(),
            "sidecar-injector");
  }

  private Stream<ValidatingWebhookConfiguration> validating() {
    return config.validation().isEmpty()
        ? Stream.empty()
        : ours(
            client.admissionRegistration().v1().validatingWebhookConfigurations().list().getItems(),
            config.validation(),
            "istiod");
  }

  private <T extends HasMetadata> Stream<T> ours(List<T> all, String name, String app) {
    return all.stream()
        .filter(
            it -> {
              Map<String, String> labels = it.getMetadata().getLabels();
              return it.getMetadata().getName().equals(name)
                  || (labels != null
                      && app.equals(labels.get("app"))
                      && settings.revision().equals(labels.get(REVISION)));
            });
  }

  /** Somebody else who writes at the same time wins; the next look sees what is left to do. */
  private void write(HasMetadata configuration, String what) {
    client.resource(configuration).update();
    log.info("{} {} {}", configuration.getKind(), configuration.getMetadata().getName(), what);
  }

  /** For messages: what would be patched. */
  ImmutableList<String> names() {
    return Stream.of(config.injection(), config.validation())
        .filter(name -> !name.isEmpty())
        .collect(ImmutableList.toImmutableList());
  }
}
