package io.meltemi.istiod.cli;

import com.google.common.io.BaseEncoding;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.meltemi.webhook.manifest.ManifestInjector;
import io.meltemi.webhook.manifest.ManifestInjector.Manifest;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code istiod kube-inject}; the flags keep istioctl's names. */
@Command(
    name = "kube-inject",
    description = {
      "Prints manifests with the proxy in their pods, as the webhook would put it there: Pods,",
      "Deployments, StatefulSets, DaemonSets, ReplicaSets, Jobs, CronJobs, Lists of them. All else",
      "is printed as it is written. Values and mesh-wide settings are those of the cluster, unless",
      "files say them."
    },
    mixinStandardHelpOptions = true,
    sortOptions = false,
    footerHeading = "%nExamples:%n",
    footer = {
      "  istiod kube-inject -f web.yaml | kubectl apply -f -",
      "  kubectl get deployment web -o yaml | istiod kube-inject -f - | kubectl apply -f -",
      "  istiod kube-inject -f web.yaml --valuesFile values.yaml --meshConfigFile mesh.yaml"
    })
final class KubeInjectCommand implements Callable<Integer> {

  private static final int KEY_BYTES = 16;

  @Spec private CommandSpec spec = CommandSpec.create();

  @Option(
      names = {"-f", "--filename"},
      paramLabel = "FILE",
      required = true,
      description = "YAML or JSON; - is standard input")
  private String file = "";

  @Option(
      names = {"-o", "--output"},
      paramLabel = "FILE",
      description = "where to write, instead of standard output")
  private @Nullable Path output;

  @Mixin private InjectionFlags flags = new InjectionFlags();

  private final SecureRandom random = new SecureRandom();

  @Override
  public Integer call() throws IOException {
    String text = read();
    Manifest manifest;
    try (InjectionSource source = flags.source()) {
      manifest = ManifestInjector.inject(text, source, source.namespace(), this::drainKey);
    } catch (KubernetesClientException e) {
      throw new CommandFailure("The cluster does not answer as it should: " + e.getMessage());
    }
    PrintWriter err = spec.commandLine().getErr();
    manifest.notes().forEach(err::println);
    manifest.problems().forEach(err::println);
    err.flush();
    if (!manifest.problems().isEmpty()) {
      return 1;
    }
    write(manifest.text());
    return 0;
  }

  private String read() {
    try {
      byte[] bytes =
          file.equals("-") ? System.in.readAllBytes() : Files.readAllBytes(Path.of(file));
      return new String(bytes, StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new CommandFailure("--filename: " + file + " cannot be read (" + e + ")");
    }
  }

  private void write(String text) throws IOException {
    if (output != null) {
      Files.writeString(output, text);
    } else {
      PrintWriter out = spec.commandLine().getOut();
      out.print(text);
      out.flush();
    }
  }

  private String drainKey() {
    byte[] key = new byte[KEY_BYTES];
    random.nextBytes(key);
    return BaseEncoding.base16().lowerCase().encode(key);
  }
}
