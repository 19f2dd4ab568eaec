package io.meltemi.istiod.cli;

import io.fabric8.kubernetes.client.KubernetesClient;
import io.meltemi.istiod.IstiodVersion;
import io.meltemi.istiod.admission.ClusterValues;
import io.meltemi.istiod.kube.KubeClients;
import io.meltemi.istiod.kube.KubeSettings;
import io.meltemi.translator.config.MeshConfig;
import io.meltemi.translator.config.decode.Decoded;
import io.meltemi.translator.config.decode.MeshConfigReader;
import io.meltemi.translator.diagnostic.Diagnostic;
import io.meltemi.webhook.inject.InjectionInputs.ClusterFacts;
import io.meltemi.webhook.inject.InjectionInputs.IpFamilies;
import io.meltemi.webhook.values.InjectionValues;
import io.meltemi.webhook.values.InjectionValuesReader;
import io.meltemi.webhook.values.InjectionValuesReader.Reading;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Flags that say what injection has to know: files, and a cluster for what they do not say. */
final class InjectionFlags {

  @Option(
      names = "--valuesFile",
      paramLabel = "FILE",
      description = "values of the chart istiod (default: of the ConfigMap istio-sidecar-injector)")
  private @Nullable Path valuesFile;

  @Option(
      names = "--meshConfigFile",
      paramLabel = "FILE",
      description = "mesh-wide settings (default: of the ConfigMap istio)")
  private @Nullable Path meshConfigFile;

  @Option(
      names = "--kubeconfig",
      paramLabel = "FILE",
      description = "the cluster (default: kubectl's; with both files, none)")
  private @Nullable Path kubeconfig;

  @Option(
      names = {"-i", "--istioNamespace"},
      defaultValue = "istio-system",
      description = "where istiod is (default: ${DEFAULT-VALUE})")
  private String istioNamespace = "";

  @Option(
      names = {"-r", "--revision"},
      defaultValue = "default",
      description = "which istiod (default: ${DEFAULT-VALUE})")
  private String revision = "";

  @Option(
      names = {"-n", "--namespace"},
      description = "of objects that do not say theirs (default: kubectl's, or default)")
  private String namespace = "";

  /** To be closed by whoever asks for it. */
  InjectionSource source() {
    boolean offline = valuesFile != null && meshConfigFile != null && kubeconfig == null;
    Optional<KubernetesClient> client =
        offline ? Optional.empty() : Optional.of(KubeClients.connect(settings()));
    Optional<ClusterValues> cluster =
        client.map(connected -> new ClusterValues(connected, settings()));
    return new InjectionSource(
        client,
        cluster,
        values(cluster),
        mesh(cluster),
        cluster
            .map(known -> known.facts(System.getenv(), version()))
            .orElseGet(() -> new ClusterFacts(true, IpFamilies.IPV4, version())),
        namespace(client));
  }

  private KubeSettings settings() {
    return KubeSettings.of(Optional.ofNullable(kubeconfig), System.getenv())
        .withNamespace(istioNamespace)
        .withRevision(revision);
  }

  private static String version() {
    return IstiodVersion.current().version();
  }

  private String namespace(Optional<KubernetesClient> client) {
    return namespace.isEmpty()
        ? client.map(KubernetesClient::getNamespace).orElse("default")
        : namespace;
  }

  private InjectionValues values(Optional<ClusterValues> cluster) {
    String text =
        text("--valuesFile", valuesFile)
            .or(() -> cluster.flatMap(ClusterValues::values))
            .orElseThrow(() -> absent(cluster.map(ClusterValues::valuesMap), "--valuesFile"));
    return switch (InjectionValuesReader.read(text)) {
      case Reading.Accepted accepted -> accepted.values();
      case Reading.Rejected rejected ->
          throw new CommandFailure("values: " + String.join("\nvalues: ", rejected.problems()));
    };
  }

  private MeshConfig mesh(Optional<ClusterValues> cluster) {
    String text =
        text("--meshConfigFile", meshConfigFile)
            .or(() -> cluster.flatMap(ClusterValues::mesh))
            .orElseThrow(() -> absent(cluster.map(ClusterValues::meshMap), "--meshConfigFile"));
    Decoded<MeshConfig> decoded = MeshConfigReader.read("mesh", text);
    if (decoded instanceof Decoded.Accepted<MeshConfig> accepted) {
      return accepted.object().spec();
    }
    throw new CommandFailure(
        decoded.diagnostics().stream().map(Diagnostic::toString).collect(Collectors.joining("\n")));
  }

  private static Optional<String> text(String flag, @Nullable Path file) {
    if (file == null) {
      return Optional.empty();
    }
    try {
      return Optional.of(Files.readString(file));
    } catch (IOException e) {
      throw new CommandFailure(flag + ": " + file + " cannot be read (" + e + ")");
    }
  }

  private CommandFailure absent(Optional<String> configMap, String flag) {
    return new CommandFailure(
        "There is no ConfigMap %s/%s: say where istiod is (--istioNamespace, --revision), or %s FILE."
            .formatted(istioNamespace, configMap.orElse(""), flag));
  }
}
