package io.meltemi.it.kube;

import static io.meltemi.it.kube.KubeObjects.namespace;
import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.ServiceAccountBuilder;
import io.fabric8.kubernetes.api.model.authentication.TokenRequest;
import io.fabric8.kubernetes.api.model.authentication.TokenRequestBuilder;
import io.fabric8.kubernetes.api.model.rbac.RoleBindingBuilder;
import io.fabric8.kubernetes.api.model.rbac.RoleBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;
import io.meltemi.ca.SpiffeId;
import io.meltemi.ca.authenticate.CallCredentials;
import io.meltemi.ca.authenticate.TokenReviewAuthenticator;
import io.meltemi.ca.authenticate.Verdict;
import io.meltemi.istiod.IdentityConfig;
import io.meltemi.istiod.access.SecretAccess;
import io.meltemi.istiod.kube.identity.KubeSecretAccess;
import io.meltemi.istiod.kube.identity.KubeTokenReviewer;
import io.meltemi.it.Await;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Who somebody is, what they may, and whom they trust, by the word of a real API server. */
class KubeIdentityTest {

  private static ApiServer kube;
  private static KubernetesClient client;

  @TempDir Path temp;

  @BeforeAll
  static void start() throws Exception {
    kube = ApiServer.shared();
    client = kube.admin();
    TestCrds.installAll(client);
  }

  private static void account(String namespace, String name) {
    client
        .resource(
            new ServiceAccountBuilder()
                .withNewMetadata()
                .withNamespace(namespace)
                .withName(name)
                .endMetadata()
                .build())
        .create();
  }

  private static String token(String namespace, String account, String audience) {
    TokenRequest request =
        new TokenRequestBuilder()
            .withNewSpec()
            .withAudiences(audience)
            .withExpirationSeconds(3600L)
            .endSpec()
            .build();
    return client
        .serviceAccounts()
        .inNamespace(namespace)
        .withName(account)
        .tokenRequest(request)
        .getStatus()
        .getToken();
  }

  private static Verdict shown(TokenReviewAuthenticator authenticator, String token) {
    return authenticator.authenticate(
        new CallCredentials(
            Optional.of(token), com.google.common.collect.ImmutableList.of(), "test"));
  }

  private static TokenReviewAuthenticator authenticator() {
    return new TokenReviewAuthenticator(new KubeTokenReviewer(client), "istio-ca", "mesh.example");
  }

  @Test
  void tokensForIstiodSayWhoSomebodyIs() {
    client.resource(namespace("tokens", Map.of())).create();
    account("tokens", "reviews");

    assertThat(shown(authenticator(), token("tokens", "reviews", "istio-ca")))
        .isEqualTo(
            new Verdict.Verified(
                new SpiffeId("mesh.example", "tokens", "reviews"), "token-review"));
  }

  @Test
  void tokensForOthersAndNonsenseAreRefused() {
    client.resource(namespace("refused", Map.of())).create();
    account("refused", "reviews");
    TokenReviewAuthenticator authenticator = authenticator();

    String forTheApi = token("refused", "reviews", "https://kubernetes.default.svc.cluster.local");
    assertThat(shown(authenticator, forTheApi)).isInstanceOf(Verdict.Refused.class);
    assertThat(shown(authenticator, "nonsense")).isInstanceOf(Verdict.Refused.class);
    String good = token("refused", "reviews", "istio-ca");
    assertThat(shown(authenticator, good.substring(0, good.length() - 4) + "AAAA"))
        .isInstanceOf(Verdict.Refused.class);
  }

  @Test
  void deletedAccountsAreNobody() throws Exception {
    client.resource(namespace("revoked", Map.of())).create();
    account("revoked", "reviews");
    String token = token("revoked", "reviews", "istio-ca");
    TokenReviewAuthenticator authenticator = authenticator();
    assertThat(shown(authenticator, token)).isInstanceOf(Verdict.Verified.class);

    client.serviceAccounts().inNamespace("revoked").withName("reviews").delete();

    Await.until(
        "the token is refused",
        Duration.ofSeconds(60),
        () -> shown(authenticator, token) instanceof Verdict.Refused);
  }

  @Test
  void rightsToReadSecretsComeAndGo() throws Exception {
    client.resource(namespace("rights", Map.of())).create();
    account("rights", "gateway");
    AtomicReference<Boolean> told = new AtomicReference<>();
    try (KubeSecretAccess access = new KubeSecretAccess(client, Duration.ofMillis(200));
        SecretAccess.Lease _ =
            access.follow(new SpiffeId("cluster.local", "rights", "gateway"), told::set)) {
      Await.until("it is said that it may not", () -> Boolean.FALSE.equals(told.get()));

      grant("rights", "gateway");
      Await.until("it is said that it may", () -> Boolean.TRUE.equals(told.get()));

      client.rbac().roleBindings().inNamespace("rights").withName("reads-secrets").delete();
      Await.until("it is said that it may not any more", () -> Boolean.FALSE.equals(told.get()));
    }
  }

  private static void grant(String namespace, String account) {
    client
        .resource(
            new RoleBuilder()
                .withNewMetadata()
                .withNamespace(namespace)
                .withName("reads-secrets")
                .endMetadata()
                .addNewRule()
                .withApiGroups("")
                .withResources("secrets")
                .withVerbs("get", "list", "watch")
                .endRule()
                .build())
        .create();
    client
        .resource(
            new RoleBindingBuilder()
                .withNewMetadata()
                .withNamespace(namespace)
                .withName("reads-secrets")
                .endMetadata()
                .withNewRoleRef("rbac.authorization.k8s.io", "Role", "reads-secrets")
                .addNewSubject("", "ServiceAccount", account, namespace)
                .build())
        .create();
  }

  @Test
  void everyNamespaceIsToldTheRootsAndToldAgain() throws Exception {
    client.resource(namespace("roots-system", Map.of())).create();
    try (ClusterMesh _ = secureMesh("roots-system", "istiod-1")) {
      client.resource(namespace("roots-a", Map.of())).create();
      Await.until("the roots are in the namespace", () -> !roots("roots-a").isEmpty());
      String pem = roots("roots-a");
      assertThat(pem).startsWith("-----BEGIN CERTIFICATE-----");
      assertThat(configMap("roots-a").getMetadata().getLabels())
          .containsEntry("istio.io/config", "true");

      client.configMaps().inNamespace("roots-a").withName("istio-ca-root-cert").delete();
      Await.until("they are put back", () -> roots("roots-a").equals(pem));

      client
          .configMaps()
          .inNamespace("roots-a")
          .withName("istio-ca-root-cert")
          .patch(PatchContext.of(PatchType.JSON_MERGE), "{\"data\":{\"root-cert.pem\":\"mine\"}}");
      Await.until("they are put right", () -> roots("roots-a").equals(pem));
      assertThat(roots("kube-system")).isEmpty();
    }
  }

  @Test
  void replicasSignWithOneRootAndOneOfThemLeads() throws Exception {
    client.resource(namespace("two-system", Map.of())).create();
    try (ClusterMesh first = secureMesh("two-system", "istiod-1");
        ClusterMesh second = secureMesh("two-system", "istiod-2")) {
      Await.until(
          "one leads", () -> List.of("istiod-1", "istiod-2").contains(leader("two-system")));
      assertThat(first.metric("citadel_server_root_cert_expiry_timestamp"))
          .isEqualTo(second.metric("citadel_server_root_cert_expiry_timestamp"))
          .isNotEmpty();
      assertThat(
              client
                  .secrets()
                  .inNamespace("two-system")
                  .withName("istio-ca-secret")
                  .get()
                  .getData())
          .containsKeys("ca-cert.pem", "ca-key.pem", "root-cert.pem");

      boolean firstLed = leader("two-system").equals("istiod-1");
      (firstLed ? first : second).close();
      Await.until(
          "the other leads",
          Duration.ofSeconds(40),
          () -> leader("two-system").equals(firstLed ? "istiod-2" : "istiod-1"));
      client.resource(namespace("two-a", Map.of())).create();
      Await.until("who leads now writes", () -> !roots("two-a").isEmpty());
    }
  }

  private static String leader(String namespace) {
    var lease = client.leases().inNamespace(namespace).withName("istiod-leader").get();
    return lease == null || lease.getSpec().getHolderIdentity() == null
        ? ""
        : lease.getSpec().getHolderIdentity();
  }

  private ClusterMesh secureMesh(String namespace, String pod) throws Exception {
    return ClusterMesh.start(
        kube.settings().withNamespace(namespace).withPodName(pod),
        config ->
            config.withIdentity(
                IdentityConfig.of(
                    new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), temp)));
  }

  private static ConfigMap configMap(String namespace) {
    return client.configMaps().inNamespace(namespace).withName("istio-ca-root-cert").get();
  }

  private static String roots(String namespace) {
    ConfigMap map = configMap(namespace);
    return map == null ? "" : map.getData().getOrDefault("root-cert.pem", "");
  }
}
