package io.meltemi.it.cluster;

import io.fabric8.kubernetes.api.model.NodeAddress;
import io.fabric8.kubernetes.api.model.ServicePort;
import io.meltemi.it.Await;
import io.meltemi.it.envoy.Checkout;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Base, istiod and an ingress gateway, as their charts install them. */
final class InstalledMesh {

  static final String SYSTEM = "istio-system";
  static final String EDGE = SYSTEM;
  static final String GATEWAY = "istio-ingressgateway";

  /** Another revision than the default. */
  static final String NEXT = "next";

  private static @Nullable InstalledMesh shared;

  private final Cluster cluster = Cluster.get();

  private InstalledMesh() {}

  /**
   * The one of this run; installed when it is first asked for, or upgraded to what this checkout
   * has.
   */
  static synchronized InstalledMesh shared() throws Exception {
    if (shared == null) {
      InstalledMesh mesh = new InstalledMesh();
      mesh.install();
      shared = mesh;
    }
    return shared;
  }

  private void install() {
    // What a run that was cut short has left.
    cluster.helm("uninstall", istiod(NEXT), "--namespace", SYSTEM, "--ignore-not-found", "--wait");
    installBase();
    installIstiod();
    installGateway();
  }

  /** Installs or upgrades the chart base, with values of the test's. */
  void installBase(String... values) {
    installChart("base", "base", SYSTEM, values);
  }

  /** Installs or upgrades istiod, with values of the test's beside those of the cluster. */
  void installIstiod(String... values) {
    installIstiod("istiod", values);
  }

  /** Installs the revision {@link #NEXT} beside it. */
  void installNext(String... values) {
    List<String> all = new ArrayList<>(List.of("--set", "revision=" + NEXT));
    all.addAll(Arrays.asList(values));
    installIstiod(istiod(NEXT), all.toArray(String[]::new));
  }

  private static String istiod(String revision) {
    return "istiod-" + revision;
  }

  private void installIstiod(String release, String... values) {
    List<String> all = new ArrayList<>(List.of("--set", "profile=demo", "--wait"));
    String proxy = System.getenv("PROXY_IMAGE"); // where the official one cannot be pulled
    if (proxy != null) {
      all.addAll(List.of("--set", "global.proxy.image=" + proxy));
    }
    String image = System.getenv("IMAGE_DIGEST"); // of the same name, and another one after a build
    if (image != null) {
      all.addAll(List.of("--set-string", "pilot.podAnnotations.image=" + image));
    }
    all.addAll(Arrays.asList(values));
    installChart(release, "istiod", SYSTEM, all.toArray(String[]::new));
  }

  /** Installs or upgrades the gateway, with values of the test's. */
  void installGateway(String... values) {
    List<String> all =
        new ArrayList<>(
            List.of("--set", "profile=demo", "--set", "service.type=NodePort", "--wait"));
    all.addAll(Arrays.asList(values));
    installChart(GATEWAY, "gateway", EDGE, all.toArray(String[]::new));
  }

  private void installChart(String release, String chart, String namespace, String... more) {
    List<String> command =
        new ArrayList<>(
            List.of(
                "upgrade",
                "--install",
                release,
                Checkout.path("charts/" + chart).toString(),
                "--namespace",
                namespace,
                "--create-namespace",
                "--timeout=180s"));
    command.addAll(Arrays.asList(more));
    try {
      cluster.helm(command.toArray(String[]::new));
    } catch (AssertionError e) {
      throw new AssertionError(cluster.state(namespace), e);
    }
  }

  /** Takes away the istiod that was installed first. */
  void uninstallIstiod() {
    cluster.helm("uninstall", "istiod", "--namespace", SYSTEM, "--wait");
  }

  /** Takes away all that is there, as the documentation says it is done. */
  static synchronized void uninstall() {
    Cluster cluster = Cluster.get();
    List<String> command = new ArrayList<>(List.of("uninstall", "--namespace", SYSTEM, "--wait"));
    cluster.helm("list", "--namespace", SYSTEM, "--short").lines().forEach(command::add);
    cluster.helm(command.toArray(String[]::new));
    shared = null;
  }

  /** The gateway's port 80, from outside of the cluster. */
  String url() {
    ServicePort port =
        cluster
            .api()
            .services()
            .inNamespace(EDGE)
            .withName(GATEWAY)
            .require()
            .getSpec()
            .getPorts()
            .stream()
            .filter(each -> each.getPort() == 80)
            .findFirst()
            .orElseThrow();
    NodeAddress node =
        cluster.api().nodes().list().getItems().getFirst().getStatus().getAddresses().stream()
            .filter(address -> address.getType().equals("InternalIP"))
            .findFirst()
            .orElseThrow();
    return "http://" + node.getAddress() + ":" + port.getNodePort();
  }

  /** Scales istiod, and waits until so many of it, and no more, are there. */
  void scaleIstiod(int replicas) throws Exception {
    cluster.kubectl("scale", "--namespace", SYSTEM, "deployment/istiod", "--replicas=" + replicas);
    Await.until(
        replicas + " istiods",
        Cluster.PODS,
        () -> {
          var pods = cluster.pods(SYSTEM, "istiod");
          return pods.size() == replicas && pods.stream().allMatch(Cluster::isReady);
        });
  }
}
