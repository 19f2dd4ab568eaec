package io.meltemi.it.policy;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.common.collect.ImmutableMap;
import io.envoyproxy.envoy.service.auth.v3.AttributeContext;
import io.meltemi.it.backend.Behaviour;
import io.meltemi.it.backend.Received;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** CUSTOM: somebody else decides, over HTTP and over gRPC. */
final class ExternalAuthorizationTest {

  private static final RawHttp ASKED = RawHttp.get("/asked");
  private static final RawHttp FREE = RawHttp.get("/free");

  private final PolicyMesh mesh = PolicyMesh.shared();

  ExternalAuthorizationTest() throws Exception {}

  @BeforeEach
  void forget() {
    mesh.authorizers().reset();
  }

  private static String custom(String name, String provider, String rule) {
    return PolicyMesh.policyYaml(
            name, "action: CUSTOM\nprovider: {name: " + provider + "}\nrules: [{" + rule + "}]")
        + "---\n";
  }

  private static String paths(String paths) {
    return "to: [{operation: {paths: [" + paths + "], ports: ['9080']}}]";
  }

  @Test
  void httpAuthorizerIsAskedAboutWhatARuleMatchesAndObeyed() throws Exception {
    mesh.apply(custom("ask", "by-http", paths("/asked")));
    RawHttp.Answer allowed = mesh.http(ASKED.with("x-user", "alice").with("x-other", "b"));
    assertThat(allowed.arrived()).isTrue();
    Received question = mesh.authorizers().askedOverHttp().getFirst();
    assertThat(question.target()).isEqualTo("/check/asked");
    assertThat(question.header("x-user")).isEqualTo("alice");
    assertThat(question.header("x-mesh")).isEqualTo("test");
    assertThat(question.header("x-other")).isEmpty();

    assertThat(mesh.http(FREE).arrived()).isTrue();
    assertThat(mesh.authorizers().askedOverHttp()).hasSize(1);

    mesh.authorizers()
        .overHttp(_ -> new Behaviour.Reply(401, ImmutableMap.of("x-reason", "unknown"), "no"));
    RawHttp.Answer refused = mesh.http(ASKED);
    assertThat(refused.status()).isEqualTo(401);
    assertThat(refused.body()).contains("x-reason: unknown");
    assertThat(mesh.http(FREE).arrived()).isTrue();
    assertThat(mesh.takesBytes()).isTrue();
  }

  @Test
  void httpAuthorizersHeadersGoBothWays() throws Exception {
    mesh.apply(custom("ask", "by-http", paths("/asked")));
    mesh.authorizers()
        .overHttp(
            _ ->
                new Behaviour.Reply(
                    200, ImmutableMap.of("x-verdict", "fine", "x-seen", "yes"), ""));
    RawHttp.Answer answer = mesh.http(ASKED.with("x-verdict", "forged"));
    assertThat(answer.body()).contains("x-verdict: fine").contains("x-seen: yes");
    assertThat(answer.body()).doesNotContain("forged");
  }

  @Test
  void grpcAuthorizerIsAskedAboutRequests() throws Exception {
    mesh.apply(custom("ask", "by-grpc", paths("/asked")));
    mesh.authorizers()
        .overGrpc(
            request ->
                request
                    .getAttributes()
                    .getRequest()
                    .getHttp()
                    .getHeadersOrDefault("x-user", "")
                    .equals("alice"));
    assertThat(mesh.http(ASKED.with("x-user", "alice")).arrived()).isTrue();
    assertThat(mesh.http(ASKED.with("x-user", "bob")).status()).isEqualTo(403);
    assertThat(mesh.http(FREE).arrived()).isTrue();
    assertThat(mesh.authorizers().askedOverGrpc()).hasSize(2);
  }

  @Test
  void grpcAuthorizerIsAskedAboutConnections() throws Exception {
    mesh.apply(custom("ask", "by-grpc", "to: [{operation: {ports: ['9081']}}]"));
    assertThat(mesh.takesBytes()).isTrue();
    AttributeContext asked = mesh.authorizers().askedOverGrpc().getFirst().getAttributes();
    assertThat(asked.getDestination().getAddress().getSocketAddress().getPortValue())
        .isEqualTo(9081);
    mesh.authorizers().overGrpc(_ -> false);
    assertThat(mesh.takesBytes()).isFalse();
    assertThat(mesh.http(ASKED).arrived()).isTrue();
  }

  @Test
  void severalAuthorizersDecideEachTheirOwn() throws Exception {
    mesh.apply(
        custom("by-http", "by-http", paths("/asked, /both"))
            + custom("by-grpc", "by-grpc", paths("/other, /both")));
    assertThat(mesh.http(ASKED).arrived()).isTrue();
    assertThat(mesh.http(RawHttp.get("/other")).arrived()).isTrue();
    assertThat(mesh.authorizers().askedOverHttp()).hasSize(1);
    assertThat(mesh.authorizers().askedOverGrpc()).hasSize(1);
    assertThat(mesh.http(RawHttp.get("/both")).arrived()).isTrue();
    mesh.authorizers().overGrpc(_ -> false);
    assertThat(mesh.http(RawHttp.get("/both")).status()).isEqualTo(403);
    assertThat(mesh.http(ASKED).arrived()).isTrue();
  }

  @Test
  void denyRefusesWhatAnAuthorizerAllows() throws Exception {
    mesh.apply(
        custom("ask", "by-grpc", paths("/asked"))
            + PolicyMesh.policyYaml(
                "deny", "action: DENY\nrules: [{to: [{operation: {paths: [/asked]}}]}]"));
    assertThat(mesh.http(ASKED).status()).isEqualTo(403);
    assertThat(mesh.authorizers().askedOverGrpc()).hasSize(1);
  }

  @Test
  void withoutAnAnswerTheRequestIsRefusedUnlessToldOtherwise() throws Exception {
    mesh.apply(custom("ask", "nobody-there", paths("/asked")));
    assertThat(mesh.http(ASKED).status()).isEqualTo(503);
    assertThat(mesh.http(FREE).arrived()).isTrue();
    mesh.apply(custom("ask", "nobody-there-open", paths("/asked")));
    assertThat(mesh.http(ASKED).arrived()).isTrue();
  }

  @Test
  void unknownAuthorizerLetsNothingThrough() throws Exception {
    mesh.apply(custom("ask", "unheard-of", paths("/asked")));
    assertThat(mesh.http(ASKED).status()).isEqualTo(403);
    assertThat(mesh.http(FREE).arrived()).isTrue();
  }

  /** An authorizer of requests has nothing to say of bytes, so nobody lets them through. */
  @Test
  void httpAuthorizerOpensNoPortOfBytes() throws Exception {
    mesh.apply(custom("ask", "by-http", ""));
    assertThat(mesh.http(ASKED).arrived()).isTrue();
    assertThat(mesh.takesBytes()).isFalse();
  }
}
