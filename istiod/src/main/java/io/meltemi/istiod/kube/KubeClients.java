package io.meltemi.istiod.kube;

import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.ConfigBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import io.fabric8.kubernetes.client.jdkhttp.JdkHttpClientFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/** Makes clients of the Kubernetes API. */
public final class KubeClients {

  private static final int CONNECT_MILLIS = 5_000;
  private static final int ANSWER_MILLIS = 15_000;
  private static final int RETRIES = 2;

  private KubeClients() {}

  /** A client; whoever asks for it closes it. Connects to nothing yet. */
  public static KubernetesClient connect(KubeSettings settings) {
    return new KubernetesClientBuilder()
        .withConfig(config(settings.kubeconfig()))
        .withHttpClientFactory(new JdkHttpClientFactory())
        .build();
  }

  private static Config config(Optional<Path> kubeconfig) {
    Config found = kubeconfig.map(KubeClients::ofFile).orElseGet(() -> Config.autoConfigure(null));
    // A watch of its own connection each: when one hangs, the next is not sent down the same hole,
    // as it would be where all share one connection of HTTP/2.
    return new ConfigBuilder(found)
        .withHttp2Disable(true)
        .withConnectionTimeout(CONNECT_MILLIS)
        .withRequestTimeout(ANSWER_MILLIS)
        .withRequestRetryBackoffLimit(RETRIES)
        .withUserAgent("istiod (meltemi)")
        .build();
  }

  private static Config ofFile(Path file) {
    if (!Files.isReadable(file)) {
      throw new IllegalArgumentException("The kubeconfig " + file + " cannot be read");
    }
    return Config.fromKubeconfig(file.toFile());
  }
}
