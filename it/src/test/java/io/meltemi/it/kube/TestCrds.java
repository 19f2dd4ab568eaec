package io.meltemi.it.kube;

import com.google.common.base.Ascii;
import io.fabric8.kubernetes.api.model.apiextensions.v1.CustomResourceDefinition;
import io.fabric8.kubernetes.api.model.apiextensions.v1.CustomResourceDefinitionBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.meltemi.it.Await;
import io.meltemi.translator.diagnostic.ConfigKind;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;

/** Istio's kinds without their schemas: what is in them is other tests' business. */
final class TestCrds {

  private TestCrds() {}

  static Stream<ConfigKind> kinds() {
    return Arrays.stream(ConfigKind.values())
        .filter(kind -> kind.group().endsWith(".istio.io") && kind != ConfigKind.MESH_CONFIG);
  }

  static void installAll(KubernetesClient client) throws Exception {
    for (ConfigKind kind : kinds().toList()) {
      client.resource(definition(kind, kind.versions())).serverSideApply();
    }
    awaitAllServed(client);
  }

  /** Whoever has installed them. */
  static void awaitAllServed(KubernetesClient client) throws Exception {
    for (ConfigKind kind : kinds().toList()) {
      awaitServed(client, kind, kind.versions());
    }
  }

  static void install(KubernetesClient client, ConfigKind kind, List<String> versions)
      throws Exception {
    client.resource(definition(kind, versions)).serverSideApply();
    awaitServed(client, kind, versions);
  }

  static void remove(KubernetesClient client, ConfigKind kind) throws Exception {
    var crd = client.apiextensions().v1().customResourceDefinitions().withName(name(kind));
    crd.delete();
    Await.until(name(kind) + " is gone", () -> crd.get() == null);
  }

  /** The server says that a kind is established a moment before it lists and answers it. */
  private static void awaitServed(KubernetesClient client, ConfigKind kind, List<String> versions)
      throws Exception {
    for (String version : versions) {
      Await.until(
          kind.group() + "/" + version + " " + kind.kind() + " is served",
          () -> isServed(client, kind, kind.group() + "/" + version));
    }
  }

  private static boolean isServed(KubernetesClient client, ConfigKind kind, String version) {
    try {
      client.genericKubernetesResources(version, kind.kind()).inAnyNamespace().list();
      return true;
    } catch (KubernetesClientException _) {
      return false;
    }
  }

  private static String name(ConfigKind kind) {
    return plural(kind) + "." + kind.group();
  }

  static String plural(ConfigKind kind) {
    String name = Ascii.toLowerCase(kind.kind());
    return switch (kind) {
      case SERVICE_ENTRY -> "serviceentries";
      case WORKLOAD_ENTRY -> "workloadentries";
      case AUTHORIZATION_POLICY -> "authorizationpolicies";
      case TELEMETRY -> "telemetries";
      default -> name + "s";
    };
  }

  private static CustomResourceDefinition definition(ConfigKind kind, List<String> versions) {
    var builder =
        new CustomResourceDefinitionBuilder()
            .withNewMetadata()
            .withName(name(kind))
            .endMetadata()
            .withNewSpec()
            .withGroup(kind.group())
            .withScope("Namespaced")
            .withNewNames()
            .withKind(kind.kind())
            .withListKind(kind.kind() + "List")
            .withPlural(plural(kind))
            .withSingular(Ascii.toLowerCase(kind.kind()))
            .endNames()
            .endSpec();
    for (String version : versions) {
      builder
          .editSpec()
          .addNewVersion()
          .withName(version)
          .withServed(true)
          .withStorage(version.equals(versions.getFirst()))
          .withNewSchema()
          .withNewOpenAPIV3Schema()
          .withType("object")
          .withXKubernetesPreserveUnknownFields(true)
          .endOpenAPIV3Schema()
          .endSchema()
          .withNewSubresources()
          .withNewStatus()
          .endStatus()
          .endSubresources()
          .endVersion()
          .endSpec();
    }
    return builder.build();
  }
}
