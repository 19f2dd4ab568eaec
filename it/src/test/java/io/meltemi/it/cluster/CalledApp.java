package io.meltemi.it.cluster;

import io.meltemi.it.Await;

/** Two servers and a client of ours in a namespace, and who calls the servers from outside. */
record CalledApp(TestNamespace namespace, String path, Caller caller) implements AutoCloseable {

  /** Up, and answering at {@code path} of the gateway. */
  static CalledApp start(String namespace, String path) throws Exception {
    CalledApp app =
        new CalledApp(
            TestNamespace.injected(namespace), path, new Caller(InstalledMesh.shared().url()));
    app.namespace.apply(EchoApp.STRICT);
    app.namespace.apply(EchoApp.deployment("server", 2));
    app.namespace.apply(EchoApp.deployment("client", 1));
    app.namespace.apply(EchoApp.route(path, "server"));
    app.namespace.awaitReady();
    Await.until("the route is there", () -> app.caller.status(path) == 200);
    return app;
  }

  /** Calls from outside and between the pods, until they are closed. */
  Callers callers() {
    return Callers.start(caller, path, namespace);
  }

  @Override
  public void close() {
    caller.close();
    // At once, not with the namespace's last pod: the gateway's port is everybody's.
    namespace
        .cluster()
        .kubectl("delete", "gateways.networking.istio.io", "--all", "-n", namespace.name());
    namespace.close();
  }
}
