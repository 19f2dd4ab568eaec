package io.meltemi.it.kube;

import io.meltemi.it.envoy.Checkout;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;

/** Programs of Kubernetes, built once on this machine. */
final class KubeTools {

  private KubeTools() {}

  /**
   * The folder with etcd, kube-apiserver and kubectl; building them takes minutes the first time.
   */
  static Path api() throws IOException, InterruptedException {
    return built("api");
  }

  /** Helm's program. */
  static Path helm() throws IOException, InterruptedException {
    return built("helm").resolve("helm");
  }

  /** kubectl, as that server's administrator. */
  static CommandLineTool kubectl(ApiServer server, Path folder)
      throws IOException, InterruptedException {
    return new CommandLineTool(
        api().resolve("kubectl"), Map.of("KUBECONFIG", kubeconfig(server, folder).toString()));
  }

  static Path kubeconfig(ApiServer server, Path folder) throws IOException {
    Path file = folder.resolve("admin.kubeconfig");
    return Files.writeString(file, server.kubeconfig("admin"));
  }

  private static Path built(String what) throws IOException, InterruptedException {
    Process tools =
        new ProcessBuilder(Checkout.path(".ci/kube/tools").toString(), what)
            .redirectError(ProcessBuilder.Redirect.INHERIT)
            .start();
    String out = new String(tools.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    if (tools.waitFor() != 0) {
      throw new IOException(".ci/kube/tools " + what + " failed");
    }
    return Path.of(out.strip());
  }
}
