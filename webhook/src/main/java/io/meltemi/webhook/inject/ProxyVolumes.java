package io.meltemi.webhook.inject;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.fabric8.kubernetes.api.model.Volume;
import io.fabric8.kubernetes.api.model.VolumeBuilder;
import io.fabric8.kubernetes.api.model.VolumeMount;
import io.fabric8.kubernetes.api.model.VolumeMountBuilder;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.BiConsumer;

/** The files that a proxy has: its token, the mesh's roots, and what its user mounts. */
final class ProxyVolumes {

  /** Istio's, in seconds; the kubelet renews it long before. */
  private static final long TOKEN_LIFE = 43_200;

  private static final ObjectMapper JSON = new ObjectMapper();

  private ProxyVolumes() {}

  static List<Volume> volumes(ProxyPlan plan) {
    List<Volume> volumes = new ArrayList<>();
    volumes.add(token());
    volumes.add(
        new VolumeBuilder()
            .withName(Names.ROOT_VOLUME)
            .withNewConfigMap()
            .withName("istio-ca-root-cert")
            .endConfigMap()
            .build());
    volumes.add(podInfo());
    byName(plan, Annotations.USER_VOLUME, Volume.class, Volume::setName)
        .values()
        .forEach(volumes::add);
    return volumes;
  }

  static List<VolumeMount> mounts(ProxyPlan plan) {
    List<VolumeMount> mounts = new ArrayList<>();
    mounts.add(mount(Names.TOKEN_VOLUME, Names.TOKEN_FOLDER));
    mounts.add(mount(Names.ROOT_VOLUME, Names.ROOT_FOLDER));
    mounts.add(mount(Names.POD_INFO_VOLUME, Names.POD_INFO_FOLDER));
    byName(plan, Annotations.USER_VOLUME_MOUNT, VolumeMount.class, VolumeMount::setName)
        .values()
        .forEach(mounts::add);
    return mounts;
  }

  private static Volume token() {
    return new VolumeBuilder()
        .withName(Names.TOKEN_VOLUME)
        .withNewProjected()
        .addNewSource()
        .withNewServiceAccountToken()
        .withAudience("istio-ca")
        .withExpirationSeconds(TOKEN_LIFE)
        .withPath(Names.TOKEN_FILE)
        .endServiceAccountToken()
        .endSource()
        .endProjected()
        .build();
  }

  private static Volume podInfo() {
    return new VolumeBuilder()
        .withName(Names.POD_INFO_VOLUME)
        .withNewDownwardAPI()
        .addNewItem()
        .withPath(Names.ROOT_SECRET_FILE)
        .withNewFieldRef()
        .withFieldPath("metadata.annotations['" + Annotations.ROOT_SECRET + "']")
        .endFieldRef()
        .endItem()
        .endDownwardAPI()
        .build();
  }

  private static VolumeMount mount(String volume, String folder) {
    return new VolumeMountBuilder()
        .withName(volume)
        .withMountPath(folder)
        .withReadOnly(true)
        .build();
  }

  /** A JSON object in an annotation, name → volume or mount. */
  private static <T> Map<String, T> byName(
      ProxyPlan plan, String annotation, Class<T> type, BiConsumer<T, String> name) {
    Map<String, T> found = new TreeMap<>();
    plan.annotations()
        .text(annotation)
        .ifPresent(
            text -> {
              try {
                JSON.readValue(text, new TypeReference<TreeMap<String, Object>>() {})
                    .forEach(
                        (key, tree) -> {
                          T value = JSON.convertValue(tree, type);
                          name.accept(value, key);
                          found.put(key, value);
                        });
              } catch (JsonProcessingException | IllegalArgumentException e) {
                plan.annotations()
                    .problem(annotation, "is not a JSON object of name → " + type.getSimpleName());
              }
            });
    return found;
  }
}
