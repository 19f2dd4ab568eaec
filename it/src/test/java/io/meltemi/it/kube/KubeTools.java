package io.meltemi.it.kube;

import io.meltemi.it.envoy.Checkout;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;

/** Programs of Kubernetes, built once on this machine. */
final class KubeTools {

  private KubeTools() {}

  /** The folder with etcd and kube-apiserver; building them takes minutes the first time. */
  static Path api() throws IOException, InterruptedException {
    Process tools =
        new ProcessBuilder(Checkout.path(".ci/kube/tools").toString(), "api")
            .redirectError(ProcessBuilder.Redirect.INHERIT)
            .start();
    String out = new String(tools.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    if (tools.waitFor() != 0) {
      throw new IOException(".ci/kube/tools api failed");
    }
    return Path.of(out.strip());
  }
}
