package io.meltemi.it.cluster;

import io.meltemi.it.Await;
import java.io.IOException;

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
    app.awaitAnswers();
    return app;
  }

  /** Calls from outside and between the pods, until they are closed. */
  Callers callers() throws Exception {
    awaitAnswers();
    return Callers.start(caller, path, namespace);
  }

  /** The gateway and the client's proxy are told of the servers each at its own time. */
  private void awaitAnswers() throws Exception {
    Await.until("the route is there, on every connection", this::isAnsweredOutside);
    Await.until(
        "the client is answered",
        () ->
            namespace
                    .cluster()
                    .exec(
                        namespace.name(), "deployment/client", "app", "/app", "get", Callers.SERVER)
                    .status()
                == 0);
  }

  /** Envoy's workers have a connection each, and learn of a route one by one. */
  private boolean isAnsweredOutside() throws IOException, InterruptedException {
    for (int connection = 0; connection < 8; connection++) {
      if (caller.get(path, "connection", "close").statusCode() != 200) {
        return false;
      }
    }
    return true;
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
