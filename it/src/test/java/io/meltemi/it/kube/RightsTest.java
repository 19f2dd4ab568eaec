package io.meltemi.it.kube;

import static io.meltemi.it.kube.KubeObjects.namespace;
import static org.assertj.core.api.Assertions.assertThat;

import com.google.common.base.Splitter;
import io.fabric8.kubernetes.api.model.ServiceAccountBuilder;
import io.fabric8.kubernetes.api.model.authentication.TokenRequestBuilder;
import io.fabric8.kubernetes.api.model.authorization.v1.SubjectAccessReviewBuilder;
import io.fabric8.kubernetes.api.model.rbac.ClusterRoleBindingBuilder;
import io.fabric8.kubernetes.api.model.rbac.ClusterRoleBuilder;
import io.fabric8.kubernetes.api.model.rbac.PolicyRule;
import io.fabric8.kubernetes.api.model.rbac.PolicyRuleBuilder;
import io.fabric8.kubernetes.api.model.rbac.RoleBindingBuilder;
import io.fabric8.kubernetes.api.model.rbac.RoleBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.meltemi.istiod.IdentityConfig;
import io.meltemi.it.Await;
import io.meltemi.it.envoy.Checkout;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The rights that docs/KUBERNETES.md lists are enough. */
class RightsTest {

  private static final String NAMESPACE = "rights-system";
  private static final Splitter CELLS = Splitter.on('|').trimResults();
  private static final Splitter COMMAS = Splitter.on(',').trimResults().omitEmptyStrings();

  @TempDir Path temp;

  /** A line of the table. */
  private record Right(PolicyRule rule, boolean everywhere) {}

  @Test
  void theListedRightsAreEnough() throws Exception {
    ApiServer kube = ApiServer.shared();
    KubernetesClient client = kube.admin();
    TestCrds.installAll(client);
    client.resource(namespace(NAMESPACE, Map.of())).create();
    List<Right> rights = documented();
    assertThat(rights).hasSizeGreaterThan(8);
    String token = account(client, rights);
    for (Right right : rights) {
      Await.until("granted: " + right, () -> isGranted(client, right));
    }
    try (ClusterMesh mesh =
        ClusterMesh.start(
            kube.settings(token).withNamespace(NAMESPACE).withPodName("istiod-1"),
            config ->
                config.withIdentity(
                    IdentityConfig.of(
                        new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), temp)))) {
      client.resource(namespace("rights-user", Map.of())).create();
      Await.until(
          "the roots are told",
          () ->
              client.configMaps().inNamespace("rights-user").withName("istio-ca-root-cert").get()
                  != null);
      client.configMaps().inNamespace("rights-user").withName("istio-ca-root-cert").delete();
      Await.until(
          "and told again",
          () ->
              client.configMaps().inNamespace("rights-user").withName("istio-ca-root-cert").get()
                  != null);
      String renewed = renewed(client);
      Await.until("the Lease is renewed", () -> !renewed(client).equals(renewed));
      Await.until("it tells its replicas how it is", () -> hasLease(client));
      assertThat(mesh.metric("meltemi_kube_failures_total{kind=\"Secret\"}")).endsWith(" 0.0");
    }
    assertThat(hasLease(client)).as("it takes its Lease along").isFalse();
  }

  private static boolean hasLease(KubernetesClient client) {
    return client.leases().inNamespace(NAMESPACE).withName("istiod-1").get() != null;
  }

  private static String renewed(KubernetesClient client) {
    return String.valueOf(
        client
            .leases()
            .inNamespace(NAMESPACE)
            .withName("istiod-leader")
            .get()
            .getSpec()
            .getRenewTime());
  }

  /** The server follows roles and bindings, each kind at its own time. */
  private static boolean isGranted(KubernetesClient client, Right right) {
    PolicyRule rule = right.rule();
    return client
        .resource(
            new SubjectAccessReviewBuilder()
                .withNewSpec()
                .withUser("system:serviceaccount:" + NAMESPACE + ":istiod")
                .withNewResourceAttributes()
                .withGroup(rule.getApiGroups().getLast())
                .withResource(rule.getResources().getLast())
                .withVerb(rule.getVerbs().getLast())
                .withNamespace(right.everywhere() ? "" : NAMESPACE)
                .endResourceAttributes()
                .endSpec()
                .build())
        .create()
        .getStatus()
        .getAllowed();
  }

  private static String account(KubernetesClient client, List<Right> rights) {
    client
        .resource(
            new ServiceAccountBuilder()
                .withNewMetadata()
                .withNamespace(NAMESPACE)
                .withName("istiod")
                .endMetadata()
                .build())
        .create();
    client
        .resource(
            new ClusterRoleBuilder()
                .withNewMetadata()
                .withName("istiod-documented")
                .endMetadata()
                .withRules(rules(rights, true))
                .build())
        .create();
    client
        .resource(
            new ClusterRoleBindingBuilder()
                .withNewMetadata()
                .withName("istiod-documented")
                .endMetadata()
                .withNewRoleRef("rbac.authorization.k8s.io", "ClusterRole", "istiod-documented")
                .addNewSubject("", "ServiceAccount", "istiod", NAMESPACE)
                .build())
        .create();
    client
        .resource(
            new RoleBuilder()
                .withNewMetadata()
                .withNamespace(NAMESPACE)
                .withName("istiod-documented")
                .endMetadata()
                .withRules(rules(rights, false))
                .build())
        .create();
    client
        .resource(
            new RoleBindingBuilder()
                .withNewMetadata()
                .withNamespace(NAMESPACE)
                .withName("istiod-documented")
                .endMetadata()
                .withNewRoleRef("rbac.authorization.k8s.io", "Role", "istiod-documented")
                .addNewSubject("", "ServiceAccount", "istiod", NAMESPACE)
                .build())
        .create();
    return client
        .serviceAccounts()
        .inNamespace(NAMESPACE)
        .withName("istiod")
        .tokenRequest(
            new TokenRequestBuilder().withNewSpec().withExpirationSeconds(3600L).endSpec().build())
        .getStatus()
        .getToken();
  }

  private static List<PolicyRule> rules(List<Right> rights, boolean everywhere) {
    return rights.stream()
        .filter(right -> right.everywhere() == everywhere)
        .map(Right::rule)
        .toList();
  }

  /** The rows of the table under "What it has to be allowed". */
  private static List<Right> documented() throws IOException {
    List<Right> rights = new ArrayList<>();
    boolean inTable = false;
    for (String line : Files.readAllLines(Checkout.path("docs/KUBERNETES.md"))) {
      if (line.startsWith("## ")) {
        inTable = line.equals("## What it has to be allowed");
      } else if (inTable && line.startsWith("| ") && !line.startsWith("| API group")) {
        List<String> cells = CELLS.splitToList(line);
        if (!cells.get(1).startsWith("---")) {
          rights.add(right(cells));
        }
      }
    }
    return rights;
  }

  private static Right right(List<String> cells) {
    PolicyRule rule =
        new PolicyRuleBuilder()
            .withApiGroups(groups(cells.get(1)))
            .withResources(
                cells.get(2).equals("all") ? List.of("*") : COMMAS.splitToList(cells.get(2)))
            .withVerbs(COMMAS.splitToList(cells.get(3)))
            .build();
    return new Right(rule, cells.get(4).startsWith("everywhere"));
  }

  /** {@code a, b.istio.io} stands for two groups of the same domain. */
  private static List<String> groups(String cell) {
    if (!cell.endsWith(".istio.io")) {
      return List.of(cell);
    }
    String domain = ".istio.io";
    return COMMAS
        .splitToStream(cell)
        .map(group -> group.endsWith(domain) ? group : group + domain)
        .flatMap(Stream::of)
        .toList();
  }
}
