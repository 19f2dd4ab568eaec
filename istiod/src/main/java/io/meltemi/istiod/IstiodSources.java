package io.meltemi.istiod;

import io.meltemi.istiod.kube.KubeSettings;
import java.nio.file.Path;
import java.util.Optional;

/**
 * Where the objects of a mesh come from: a folder, a cluster, or both, and then the cluster gives
 * what Kubernetes has itself, and the folder what Istio adds to it.
 *
 * @param configDir the folder of user objects
 * @param kube the cluster that is watched
 * @param meshConfig the file of mesh-wide settings; without it the cluster's ConfigMap, or Istio's
 *     defaults
 */
public record IstiodSources(
    Optional<Path> configDir, Optional<KubeSettings> kube, Optional<Path> meshConfig) {

  public IstiodSources {
    if (configDir.isEmpty() && kube.isEmpty()) {
      throw new IllegalArgumentException("There must be a folder or a cluster");
    }
  }

  static IstiodSources ofFolder(Path configDir, Optional<Path> meshConfig) {
    return new IstiodSources(Optional.of(configDir), Optional.empty(), meshConfig);
  }

  static IstiodSources ofCluster(KubeSettings kube) {
    return new IstiodSources(Optional.empty(), Optional.of(kube), Optional.empty());
  }

  IstiodSources withMeshConfig(Path file) {
    return new IstiodSources(configDir, kube, Optional.of(file));
  }
}
