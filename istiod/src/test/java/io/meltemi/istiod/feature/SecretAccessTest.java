package io.meltemi.istiod.feature;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.common.collect.ImmutableSortedSet;
import io.meltemi.ca.SpiffeId;
import io.meltemi.ca.authority.CaOptions;
import io.meltemi.ca.authority.CertificateAuthority;
import io.meltemi.ca.authority.IssuedIdentity;
import io.meltemi.istiod.xds.testing.DeltaXdsClient;
import io.meltemi.istiod.xds.testing.TestNodes;
import io.meltemi.translator.xds.XdsType;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.Base64;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Which proxy gets which Secret: CVE-2021-34824, where a gateway was given what another had asked
 * for before.
 */
final class SecretAccessTest {

  private static final SpiffeId A = new SpiffeId("cluster.local", "a", "edge");
  private static final SpiffeId B = new SpiffeId("cluster.local", "b", "edge");
  private static final SpiffeId NEIGHBOUR = new SpiffeId("cluster.local", "b", "neighbour");
  private static final String B_CERT = "kubernetes://b-cert";

  @TempDir Path temp = Path.of("");

  private final RevocableAccess access = new RevocableAccess();

  @SuppressWarnings("NullAway.Init")
  private SecureMesh mesh;

  @BeforeEach
  void start() throws Exception {
    mesh = SecureMesh.start(temp, access);
    mesh.write("b-cert.yaml", secret("b", "b-cert"));
    mesh.write(
        "gateway.yaml", gateway("b", "b-cert") + "---\n" + gateway("a", "kubernetes://b-cert"));
    access.grant(A);
    access.grant(B);
  }

  @AfterEach
  void stop() {
    mesh.close();
  }

  @Test
  void whatOneGatewayHasAnotherNamespacesDoesNotGetByAnyName() {
    DeltaXdsClient own = gateway(B);
    own.subscribe(XdsType.SECRET, B_CERT);
    own.awaitComplete(XdsType.SECRET);
    DeltaXdsClient foreign = gateway(A);
    List<String> names =
        List.of(B_CERT, "kubernetes://b/b-cert", "kubernetes-gateway://b/b-cert", "b-cert");
    foreign.subscribe(XdsType.SECRET, names.toArray(String[]::new));
    assertThat(foreign.awaitResponses(XdsType.SECRET, 1).removed())
        .containsExactlyInAnyOrderElementsOf(names);
    assertThat(foreign.resources(XdsType.SECRET)).isEmpty();
    assertThat(listeners(foreign)).isEmpty();
  }

  @Test
  void anAccountWithoutTheRightGetsNoSecretOfItsOwnNamespace() {
    DeltaXdsClient own = gateway(B);
    own.subscribe(XdsType.SECRET, B_CERT);
    own.awaitComplete(XdsType.SECRET);
    DeltaXdsClient neighbour = gateway(NEIGHBOUR);
    neighbour.subscribe(XdsType.SECRET, B_CERT);
    assertThat(neighbour.awaitResponses(XdsType.SECRET, 1).removed()).containsExactly(B_CERT);
    assertThat(listeners(neighbour)).isEmpty();
  }

  @Test
  void overPlaintextNobodyGetsASecretWhateverItsNodeSays() {
    DeltaXdsClient client =
        mesh.delta(mesh.plaintext(), TestNodes.gateway(B.namespace(), "edge", B.serviceAccount()));
    client.sync();
    client.subscribe(XdsType.SECRET, B_CERT);
    assertThat(client.awaitResponses(XdsType.SECRET, 1).removed()).containsExactly(B_CERT);
  }

  @Test
  void aRightThatIsTakenBackEndsItAndGivenAgainRestoresIt() {
    DeltaXdsClient client = gateway(B);
    client.subscribe(XdsType.SECRET, B_CERT);
    client.awaitComplete(XdsType.SECRET);
    client.await("the listener", () -> !listeners(client).isEmpty());
    access.revoke(B);
    client.await("no secret", () -> client.resources(XdsType.SECRET).isEmpty());
    client.await("no listener", () -> listeners(client).isEmpty());
    access.grant(B);
    client.awaitComplete(XdsType.SECRET);
    client.await("the listener", () -> !listeners(client).isEmpty());
  }

  @Test
  void aRightTakenBackHoldsForWhoConnectsAgain() {
    DeltaXdsClient before = gateway(B);
    before.subscribe(XdsType.SECRET, B_CERT);
    before.awaitComplete(XdsType.SECRET);
    before.close();
    access.revoke(B);
    DeltaXdsClient client = gateway(B);
    client.resubscribe(XdsType.SECRET, before.versions(XdsType.SECRET), B_CERT);
    assertThat(client.awaitResponses(XdsType.SECRET, 1).removed()).containsExactly(B_CERT);
  }

  @Test
  void aSecretThatIsRemovedIsServedNoLonger() {
    DeltaXdsClient client = gateway(B);
    client.subscribe(XdsType.SECRET, B_CERT);
    client.awaitComplete(XdsType.SECRET);
    mesh.delete("b-cert.yaml");
    client.await("no secret", () -> client.resources(XdsType.SECRET).isEmpty());
    client.await("no listener", () -> listeners(client).isEmpty());
  }

  @Test
  void nobodyIsAskedAboutWhoHasGone() {
    DeltaXdsClient client = gateway(B);
    assertThat(access.followers()).isPositive();
    client.close();
    client.await("no followers", () -> access.followers() == 0);
  }

  /** Has asked for clusters and listeners, and been answered. */
  private DeltaXdsClient gateway(SpiffeId account) {
    DeltaXdsClient client =
        mesh.delta(
            mesh.dialAs(account),
            TestNodes.gateway(account.namespace(), "edge", account.serviceAccount()));
    client.sync();
    return client;
  }

  private static List<String> listeners(DeltaXdsClient client) {
    return client.resources(XdsType.LISTENER).keySet().stream()
        .filter(name -> name.endsWith("_8443"))
        .toList();
  }

  private static String gateway(String namespace, String credential) {
    return """
        apiVersion: networking.istio.io/v1
        kind: Gateway
        metadata: {name: edge, namespace: %1$s}
        spec:
          selector: {app: edge}
          servers:
          - port: {number: 8443, protocol: HTTPS, name: https}
            hosts: [%1$s.example]
            tls: {mode: SIMPLE, credentialName: "%2$s"}
        """
        .formatted(namespace, credential);
  }

  private String secret(String namespace, String name) throws Exception {
    try (CertificateAuthority shop =
        CertificateAuthority.selfSigned(
            temp.resolve("shop"), CaOptions.of("shop.example"), InstantSource.system())) {
      IssuedIdentity identity = shop.issueServer(ImmutableSortedSet.of("shop.example"));
      return """
          apiVersion: v1
          kind: Secret
          metadata: {name: %s, namespace: %s}
          type: kubernetes.io/tls
          data: {tls.crt: %s, tls.key: %s}
          """
          .formatted(
              name, namespace, encoded(identity.chainPem()), encoded(identity.privateKeyPem()));
    }
  }

  private static String encoded(String pem) {
    return Base64.getEncoder().encodeToString(pem.getBytes(StandardCharsets.UTF_8));
  }
}
