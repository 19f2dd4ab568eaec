package io.meltemi.istiod;

import io.meltemi.istiod.admission.AdmissionConfig;
import io.meltemi.istiod.admission.ClusterAdmission;
import io.meltemi.istiod.admission.CurrentValues;
import io.meltemi.istiod.admission.MeshContext;
import io.meltemi.istiod.debug.Page;
import io.meltemi.istiod.metrics.AdmissionMeters;
import io.meltemi.istiod.state.MeshLoop;
import io.meltemi.webhook.inject.InjectionInputs.ClusterFacts;
import io.meltemi.webhook.inject.InjectionInputs.IpFamilies;
import io.meltemi.webhook.serve.WebhookServer;
import io.meltemi.webhook.values.InjectionValues;
import java.io.IOException;
import java.util.Optional;

/** The part of an istiod that API servers ask. */
final class MeshAdmission implements AutoCloseable {

  private final Optional<ClusterAdmission> cluster;
  private final CurrentValues values;
  private final WebhookServer server;

  MeshAdmission(
      AdmissionConfig config,
      MeshIdentity identity,
      Optional<KubeCluster> kube,
      MeshLoop loop,
      AdmissionMeters meters)
      throws IOException {
    String version = IstiodVersion.current().version();
    cluster =
        kube.map(
            known ->
                new ClusterAdmission(
                    known.client(),
                    known.api(),
                    known.settings(),
                    config,
                    System.getenv(),
                    version,
                    identity::rootsPem));
    cluster.ifPresent(known -> identity.authority().onChange(known::rootsChanged));
    values =
        cluster
            .map(ClusterAdmission::values)
            .orElseGet(() -> new CurrentValues(InjectionValues.DEFAULT));
    ClusterFacts plain = new ClusterFacts(true, IpFamilies.IPV4, version);
    MeshContext context =
        new MeshContext(
            () -> loop.isSynced() && isSynced(),
            values,
            loop::model,
            () -> cluster.map(ClusterAdmission::facts).orElse(plain));
    server = new WebhookServer(config.https(), identity.tls(), context, meters);
  }

  /** For {@code /debug/inject}: what pods are made with. */
  Page page() {
    return Page.ofObject(values::get);
  }

  void start() throws IOException {
    cluster.ifPresent(ClusterAdmission::start);
    server.start();
  }

  /** Whether pods can be injected as they should be. */
  boolean isSynced() {
    return cluster.map(ClusterAdmission::isSynced).orElse(true);
  }

  int port() {
    return server.port();
  }

  @Override
  public void close() {
    server.close();
    cluster.ifPresent(ClusterAdmission::close);
  }
}
