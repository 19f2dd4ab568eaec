package io.meltemi.it.kube;

import static org.assertj.core.api.Assertions.assertThat;

import io.meltemi.istiod.IdentityConfig;
import io.meltemi.it.Await;
import io.meltemi.it.envoy.Checkout;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The rights that the chart gives istiod are enough for it, and no more than that. */
final class ChartRightsTest {

  private static final String ACCOUNT = "--as=system:serviceaccount:istio-system:istiod";

  @TempDir static Path folder = Path.of("");
  private static ApiServer server;
  private static CommandLineTool kubectl;

  @BeforeAll
  static void install() throws Exception {
    server = ApiServer.start(folder);
    kubectl = KubeTools.kubectl(server, folder);
    CommandLineTool helm =
        new CommandLineTool(
            KubeTools.helm(),
            Map.of("KUBECONFIG", KubeTools.kubeconfig(server, folder).toString()));
    for (String chart : new String[] {"base", "istiod"}) {
      helm.run(
              "install",
              chart,
              Checkout.path("charts/" + chart).toString(),
              "--namespace=istio-system",
              "--create-namespace")
          .orThrow();
    }
    TestCrds.awaitAllServed(server.admin());
  }

  @AfterAll
  static void stop() {
    server.close();
  }

  /** Ready is who has been given every kind; the rest is what only a leader writes. */
  @Test
  void theyAreEnough() throws Exception {
    String token = kubectl.run("create", "token", "istiod", "--namespace=istio-system").orThrow();
    try (ClusterMesh mesh =
        ClusterMesh.start(
            server.settings(token.strip()),
            config ->
                config.withIdentity(
                    IdentityConfig.of(
                        new InetSocketAddress(InetAddress.getLoopbackAddress(), 0),
                        folder.resolve("state"))))) {
      assertThat(mesh.readyStatus()).isEqualTo(200);
      awaits("lease", "istiod-leader", "istio-system");
      awaits("lease", server.settings().podName(), "istio-system");
      awaits("secret", "istio-ca-secret", "istio-system");
      awaits("configmap", "istio-ca-root-cert", "default");
    }
  }

  private static void awaits(String kind, String name, String namespace) throws Exception {
    Await.until(
        kind + " " + namespace + "/" + name + " is there",
        () -> kubectl.run("get", kind, name, "--namespace", namespace).status() == 0);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "create tokenreviews",
        "create subjectaccessreviews",
        "patch virtualservices --subresource=status --namespace=default",
        "update validatingwebhookconfigurations",
        "update mutatingwebhookconfigurations",
        "update configmaps --namespace=default",
        "delete leases --namespace=istio-system",
        "create gateways.networking.istio.io --namespace=istio-system",
      })
  void whatIsRareIsAllowedToo(String verb) throws Exception {
    assertThat(may(verb)).isTrue();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "create pods --namespace=default",
        "update virtualservices --namespace=default",
        "delete configmaps --namespace=default",
        "create secrets --namespace=default",
        "get secrets --namespace=default",
        "delete secrets --namespace=istio-system",
        "update services --namespace=default",
        "list leases --namespace=default",
        "delete leases --namespace=kube-system",
        "get virtualservices --namespace=default",
        "patch nodes",
        "patch namespaces",
        "create validatingwebhookconfigurations",
        "create clusterrolebindings",
        "impersonate serviceaccounts",
        "create serviceaccounts --subresource=token --namespace=default",
      })
  void theRestIsNot(String verb) throws Exception {
    assertThat(may(verb)).isFalse();
  }

  private static boolean may(String verb) throws Exception {
    String[] words = ("auth can-i " + verb + " " + ACCOUNT).split(" ", -1);
    return kubectl.run(words).status() == 0;
  }
}
