package io.meltemi.webhook.manifest;

import com.google.common.collect.ImmutableMap;
import org.jspecify.annotations.Nullable;

/** Where in objects of Kubernetes' own kinds the pods are written that are made of them. */
final class PodTemplates {

  private static final String TEMPLATE = "/spec/template";

  /** By group and kind, pointers into the object. */
  private static final ImmutableMap<String, String> PLACES =
      ImmutableMap.<String, String>builder()
          .put("/Pod", "")
          .put("/ReplicationController", TEMPLATE)
          .put("apps/Deployment", TEMPLATE)
          .put("apps/ReplicaSet", TEMPLATE)
          .put("apps/StatefulSet", TEMPLATE)
          .put("apps/DaemonSet", TEMPLATE)
          .put("batch/Job", TEMPLATE)
          .put("batch/CronJob", "/spec/jobTemplate/spec/template")
          .put("apps.openshift.io/DeploymentConfig", TEMPLATE)
          .buildOrThrow();

  private PodTemplates() {}

  /** The pointer, RFC 6901, to the pod of such an object; null if it has none. */
  static @Nullable String of(String apiVersion, String kind) {
    int slash = apiVersion.indexOf('/');
    return PLACES.get((slash < 0 ? "" : apiVersion.substring(0, slash)) + "/" + kind);
  }
}
