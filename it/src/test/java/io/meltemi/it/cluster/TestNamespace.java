package io.meltemi.it.cluster;

import io.fabric8.kubernetes.api.model.Namespace;
import io.fabric8.kubernetes.api.model.NamespaceBuilder;
import io.fabric8.kubernetes.client.dsl.Resource;
import java.util.concurrent.TimeUnit;

/** A namespace of one test, removed with all that is in it. */
record TestNamespace(Cluster cluster, String name) implements AutoCloseable {

  /** One whose pods get a sidecar. */
  static TestNamespace injected(String name) {
    return create(name, "enabled");
  }

  /** One whose pods do not. */
  static TestNamespace plain(String name) {
    return create(name, "disabled");
  }

  private static TestNamespace create(String name, String injection) {
    TestNamespace namespace = new TestNamespace(Cluster.get(), name);
    namespace.close(); // what a test that was cut short has left
    namespace.resource().waitUntilCondition(left -> left == null, 2, TimeUnit.MINUTES);
    namespace
        .cluster
        .api()
        .resource(
            new NamespaceBuilder()
                .withNewMetadata()
                .withName(name)
                .addToLabels("istio-injection", injection)
                .endMetadata()
                .build())
        .create();
    return namespace;
  }

  void apply(String yaml) {
    cluster.apply(name, yaml);
  }

  void awaitReady() throws Exception {
    cluster.awaitReady(name, Cluster.PODS);
  }

  private Resource<Namespace> resource() {
    return cluster.api().namespaces().withName(name);
  }

  /** Its end is not waited for: pods take their time, and nobody else is in it. */
  @Override
  public void close() {
    resource().delete();
  }
}
