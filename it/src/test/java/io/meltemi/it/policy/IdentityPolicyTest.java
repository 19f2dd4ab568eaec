package io.meltemi.it.policy;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.common.net.HostAndPort;
import io.meltemi.it.mesh.LineClient;
import io.meltemi.it.mesh.TestMesh;
import java.io.IOException;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Fields that ask who calls: two clients with certificates of their own call through their
 * sidecars, with requests and with bytes.
 */
final class IdentityPolicyTest {

  private static final int OLD_CONNECTIONS = 3;

  private final PolicyMesh mesh = PolicyMesh.shared();
  private final TestMesh.Client alice = mesh.client("alice");
  private final TestMesh.Client bob = mesh.client("bob");

  IdentityPolicyTest() throws Exception {}

  @BeforeEach
  void bothAreConnected() throws Exception {
    mesh.apply("");
    for (TestMesh.Client client : new TestMesh.Client[] {alice, bob}) {
      io.meltemi.it.Await.until("a call arrives", () -> status(client) == 200 && bytes(client));
    }
  }

  /** Whom a source matches: alice, bob, and the one without a certificate. */
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "principals: [cluster.local/ns/default/sa/alice]     | true  | false | false",
        "principals: [cluster.local/ns/default/sa/ali]       | false | false | false",
        "principals: ['*/sa/alice']                          | true  | false | false",
        "principals: ['*lice', '*/sa/carol']                 | true  | false | false",
        "principals: ['cluster.local/ns/default/*']          | true  | true  | false",
        "principals: ['other.org/*']                         | false | false | false",
        "principals: ['*']                                   | true  | true  | false",
        "principals: [old.test/ns/default/sa/alice]          | true  | false | false",
        "principals: ['old.test/ns/default/*']               | false | false | false",
        "notPrincipals: [old.test/ns/default/sa/alice]       | false | true  | true",
        "namespaces: ['*'], notNamespaces: [other]           | true  | true  | false",
        "principals: ['*'], notPrincipals: ['*/sa/bob']      | true  | false | false",
        "serviceAccounts: [alice, bob], notServiceAccounts: [bob] | true | false | false",
        "trustDomains: ['*'], notTrustDomains: [old.test]    | true  | true  | false",
        "notPrincipals: ['*']                                | false | false | true",
        "notPrincipals: [cluster.local/ns/default/sa/alice]  | false | true  | true",
        "namespaces: [default]                               | true  | true  | false",
        "namespaces: [defaul]                                | false | false | false",
        "namespaces: ['def*']                                | true  | true  | false",
        "namespaces: ['*fault']                              | true  | true  | false",
        "notNamespaces: [default]                            | false | false | true",
        "serviceAccounts: [bob]                              | false | true  | false",
        "serviceAccounts: [default/alice]                    | true  | false | false",
        "serviceAccounts: [other/alice]                      | false | false | false",
        "notServiceAccounts: [default/alice]                 | false | true  | true",
        "trustDomains: [cluster.local]                       | true  | true  | false",
        "trustDomains: ['*.local']                           | true  | true  | false",
        "trustDomains: [local]                               | false | false | false",
        "trustDomains: [cluster.loc]                         | false | false | false",
        "notTrustDomains: [cluster.local]                    | false | false | true",
      })
  void sources(String source, boolean isAlice, boolean isBob, boolean isNobody) throws Exception {
    check("from: [{source: {" + source + "}}]", isAlice, isBob, isNobody);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "source.principal, values: [cluster.local/ns/default/sa/alice] | true  | false | false",
        "source.principal, notValues: ['*/bob']                        | true  | false | true",
        "source.namespace, values: [default]                           | true  | true  | false",
        "source.serviceAccount, values: [default/bob]                  | false | true  | false",
        "source.trustDomain, values: [cluster.local]                   | true  | true  | false",
        "source.principal, values: [old.test/ns/default/sa/alice]      | true  | false | false",
        "source.principal, values: ['*'], notValues: ['*/sa/alice']    | false | true  | false",
        "source.namespace, notValues: [default]                        | false | false | true",
        "source.serviceAccount, notValues: [bob]                       | true  | false | true",
        "source.trustDomain, notValues: ['cluster.*']                  | false | false | true",
        "connection.sni, notValues: ['*web.default.svc.cluster.local'] | false | false | true",
        "connection.sni, values: ['outbound_*']                        | true  | true  | false",
        "connection.sni, values: ['*web.default.svc.cluster.local']    | true  | true  | false",
      })
  void conditions(String condition, boolean isAlice, boolean isBob, boolean isNobody)
      throws Exception {
    check("when: [{key: " + condition + "}]", isAlice, isBob, isNobody);
  }

  private void check(String rule, boolean isAlice, boolean isBob, boolean isNobody)
      throws Exception {
    mesh.policy("rules: [{" + rule + "}]");
    decisions(isAlice, isBob, isNobody);
    mesh.policy("action: DENY\nrules: [{" + rule + "}]");
    decisions(!isAlice, !isBob, !isNobody);
  }

  private void decisions(boolean forAlice, boolean forBob, boolean forNobody) throws Exception {
    assertThat(status(alice)).as("alice").isEqualTo(forAlice ? 200 : 403);
    assertThat(status(bob)).as("bob").isEqualTo(forBob ? 200 : 403);
    assertThat(mesh.http(RawHttp.get("/")).status()).as("nobody").isEqualTo(forNobody ? 200 : 403);
    assertThat(bytes(alice)).as("alice's bytes").isEqualTo(forAlice);
    assertThat(bytes(bob)).as("bob's bytes").isEqualTo(forBob);
    assertThat(mesh.takesBytes()).as("nobody's bytes").isEqualTo(forNobody);
  }

  /**
   * What a new connection between the sidecars gets. One that was there before is judged as before,
   * and closed after its next answer.
   */
  private static int status(TestMesh.Client client) throws IOException, InterruptedException {
    for (int i = 0; i < OLD_CONNECTIONS; i++) {
      client.http().get("web:9080", "/");
    }
    return client.http().get("web:9080", "/").status();
  }

  /** Through the client's own listener for bytes. */
  private static boolean bytes(TestMesh.Client client) throws IOException {
    HostAndPort listener = PolicyMesh.outboundBytes(client);
    try {
      return LineClient.say(listener, "hello").equals("bytes hello");
    } catch (java.net.SocketException _) {
      return false;
    }
  }
}
