package io.meltemi.istiod;

import com.google.common.collect.ImmutableList;
import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.meltemi.istiod.access.SecretAccess;
import io.meltemi.istiod.kube.KubeApi;
import io.meltemi.istiod.kube.KubeClients;
import io.meltemi.istiod.kube.KubeSettings;
import io.meltemi.istiod.kube.Leadership;
import io.meltemi.istiod.kube.identity.KubeSecretAccess;
import io.meltemi.istiod.replica.ReplicaWord;
import io.meltemi.istiod.replica.Replicas;
import io.meltemi.istiod.watch.ConfigEvent;
import io.meltemi.istiod.watch.ConfigSink;
import io.meltemi.istiod.watch.kube.KubeMeshConfig;
import io.meltemi.istiod.watch.kube.KubeSource;
import io.meltemi.istiod.watch.kube.ObjectWitness;
import java.time.Duration;
import java.util.Map;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The part of an istiod that knows its cluster. */
final class KubeCluster implements AutoCloseable {

  private static final Logger log = LoggerFactory.getLogger(KubeCluster.class);

  /** An API server that starts together with istiod needs a while. */
  private static final Duration PATIENCE = Duration.ofMinutes(2);

  /** How soon a right that is taken back ends what it gave. */
  private static final Duration ASK_AGAIN = Duration.ofSeconds(30);

  private static final Duration RETRY = Duration.ofSeconds(1);

  private final KubeSettings settings;
  private final KubernetesClient client;
  private final KubeApi api;
  private final Leadership leadership;
  private final KubeSecretAccess secretAccess;

  private KubeCluster(KubeSettings settings, KubernetesClient client) {
    this.settings = settings;
    this.client = client;
    this.api = new KubeApi(client);
    this.leadership = new Leadership(client, settings, Leadership.Terms.DEFAULT);
    this.secretAccess = new KubeSecretAccess(client, ASK_AGAIN);
  }

  static KubeCluster connect(KubeSettings settings) {
    return new KubeCluster(settings, KubeClients.connect(settings));
  }

  KubeSettings settings() {
    return settings;
  }

  KubernetesClient client() {
    return client;
  }

  KubeApi api() {
    return api;
  }

  /** Whether this istiod does what only one may do. */
  Leadership leadership() {
    return leadership;
  }

  SecretAccess secretAccess() {
    return secretAccess;
  }

  void start() {
    leadership.start();
  }

  /** {@code word}: what this istiod says to its replicas. */
  Replicas replicas(Supplier<ReplicaWord> word) {
    return new Replicas(client, api, settings, Replicas.Terms.DEFAULT, leadership, word);
  }

  KubeSource source(KubeSource.Options options, ConfigSink sink, ObjectWitness witness) {
    return new KubeSource(api, settings, options, sink, witness);
  }

  /** The mesh-wide settings as they are now; nothing where there are none. */
  ImmutableList<ConfigEvent> meshConfig() {
    @Nullable ConfigMap found = read();
    if (found == null || found.getData() == null) {
      return ImmutableList.of();
    }
    Map<String, String> data = found.getData();
    return KubeMeshConfig.events(settings, data.getOrDefault(KubeMeshConfig.ENTRY, ""));
  }

  /** Without an answer istiod does not know its trust domain, so it waits for one. */
  private @Nullable ConfigMap read() {
    long end = System.nanoTime() + PATIENCE.toNanos();
    while (true) {
      try {
        return client
            .configMaps()
            .inNamespace(settings.namespace())
            .withName(KubeMeshConfig.configMap(settings))
            .get();
      } catch (KubernetesClientException e) {
        if (System.nanoTime() > end) {
          throw e;
        }
        log.warn("Kubernetes does not say what the mesh's settings are: {}", e.getMessage());
      }
      try {
        Thread.sleep(RETRY);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        throw new IllegalStateException("interrupted while waiting for Kubernetes", e);
      }
    }
  }

  @Override
  public void close() {
    leadership.close();
    secretAccess.close();
    client.close();
  }
}
