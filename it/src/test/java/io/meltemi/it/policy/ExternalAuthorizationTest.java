package io.meltemi.it.policy;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.common.collect.ImmutableMap;
import io.envoyproxy.envoy.config.core.v3.HeaderValue;
import io.envoyproxy.envoy.config.core.v3.HeaderValueOption;
import io.envoyproxy.envoy.service.auth.v3.AttributeContext;
import io.envoyproxy.envoy.service.auth.v3.CheckResponse;
import io.envoyproxy.envoy.service.auth.v3.DeniedHttpResponse;
import io.envoyproxy.envoy.service.auth.v3.OkHttpResponse;
import io.envoyproxy.envoy.type.v3.HttpStatus;
import io.meltemi.it.backend.Behaviour;
import io.meltemi.it.backend.Received;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
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
    Received question = mesh.authorizers().askedOverHttp().getFirst().request();
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
  void withoutAnAnswerTheConnectionIsRefusedUnlessToldOtherwise() throws Exception {
    String bytes = "to: [{operation: {ports: ['9081']}}]";
    mesh.apply(custom("ask", "nobody-there", bytes));
    assertThat(mesh.takesBytes()).isFalse();
    mesh.apply(custom("ask", "nobody-there-open", bytes));
    assertThat(mesh.takesBytes()).isTrue();
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

  private String seenBody() {
    return mesh.authorizers().askedOverHttp().getFirst().body();
  }

  /** {@code maxRequestBytes} with and without {@code allowPartialMessage}. */
  @Test
  void httpAuthorizerSeesAsMuchOfTheBodyAsItIsToldOf() throws Exception {
    mesh.apply(custom("ask", "body-http", paths("/asked")));
    assertThat(mesh.http(RawHttp.post("/asked", "0123456789")).arrived()).isTrue();
    assertThat(seenBody()).isEqualTo("01234567");
    mesh.apply(custom("ask", "whole-body-http", paths("/asked")));
    mesh.authorizers().reset();
    assertThat(mesh.http(RawHttp.post("/asked", "0123")).arrived()).isTrue();
    assertThat(seenBody()).isEqualTo("0123");
    assertThat(mesh.http(RawHttp.post("/asked", "0123456789")).status())
        .as("more than an authorizer may see is refused")
        .isEqualTo(413);
    assertThat(mesh.authorizers().askedOverHttp()).hasSize(1);
  }

  @Test
  void withoutTheFieldNoAuthorizerSeesABody() throws Exception {
    mesh.apply(custom("ask", "by-http", paths("/asked")));
    assertThat(mesh.http(RawHttp.post("/asked", "secret")).arrived()).isTrue();
    assertThat(seenBody()).isEmpty();
    mesh.apply(custom("ask", "by-grpc", paths("/asked")));
    assertThat(mesh.http(RawHttp.post("/asked", "secret")).arrived()).isTrue();
    assertThat(overGrpc().getBody()).isEmpty();
  }

  private AttributeContext.HttpRequest overGrpc() {
    return mesh.authorizers().askedOverGrpc().getFirst().getAttributes().getRequest().getHttp();
  }

  /** As text, or, with {@code packAsBytes}, as bytes. */
  @Test
  void grpcAuthorizerSeesTheBodyInTheFormItIsToldOf() throws Exception {
    mesh.apply(custom("ask", "body-grpc", paths("/asked")));
    assertThat(mesh.http(RawHttp.post("/asked", "0123456789")).arrived()).isTrue();
    assertThat(overGrpc().getBody()).isEqualTo("0123456789");
    assertThat(overGrpc().getRawBody().isEmpty()).isTrue();
    mesh.apply(custom("ask", "bytes-grpc", paths("/asked")));
    mesh.authorizers().reset();
    assertThat(mesh.http(RawHttp.post("/asked", "0123456789")).arrived()).isTrue();
    assertThat(overGrpc().getRawBody().toStringUtf8()).isEqualTo("0123");
    assertThat(overGrpc().getBody()).isEmpty();
  }

  /** The old field, and patterns of names. */
  @Test
  void httpAuthorizerSeesTheHeadersThatItIsToldOf() throws Exception {
    mesh.apply(custom("ask", "body-http", paths("/asked")));
    assertThat(mesh.http(ASKED.with("x-old-name", "a").with("x-new-name", "b")).arrived()).isTrue();
    Received question = mesh.authorizers().askedOverHttp().getFirst().request();
    assertThat(question.header("x-old-name")).isEqualTo("a");
    assertThat(question.header("x-new-name")).isEmpty();
  }

  /** A gateway routes by a header that only the authorizer knows. */
  @Test
  void routeIsChosenAnewAfterAnAuthorizerOnlyIfToldSo() throws Exception {
    mesh.authorizers()
        .overHttp(_ -> new Behaviour.Reply(200, ImmutableMap.of("x-tier", "silver"), ""));
    mesh.apply(custom("ask", "body-http", edge()));
    assertThat(ASKED.send(mesh.edge()).body()).contains("x-tier: silver", "x-route: silver");
    mesh.apply(custom("ask", "whole-body-http", edge()));
    assertThat(ASKED.send(mesh.edge()).body())
        .contains("x-tier: silver")
        .doesNotContain("x-route: silver");

    mesh.authorizers().overGrpcAnswer(_ -> withTier());
    mesh.apply(custom("ask", "body-grpc", edge()));
    assertThat(ASKED.send(mesh.edge()).body()).contains("x-tier: silver", "x-route: silver");
    mesh.apply(custom("ask", "by-grpc", edge()));
    assertThat(ASKED.send(mesh.edge()).body())
        .contains("x-tier: silver")
        .doesNotContain("x-route: silver");
  }

  private static String edge() {
    return "to: [{operation: {paths: [/asked]}}]";
  }

  private static CheckResponse withTier() {
    return CheckResponse.newBuilder()
        .setStatus(com.google.rpc.Status.getDefaultInstance())
        .setOkResponse(
            OkHttpResponse.newBuilder()
                .addHeaders(
                    HeaderValueOption.newBuilder()
                        .setHeader(HeaderValue.newBuilder().setKey("x-tier").setValue("silver"))))
        .build();
  }

  /** What a gRPC authorizer refuses with is the client's to see. */
  @Test
  void grpcAuthorizerChoosesStatusHeadersAndBodyOfARefusal() throws Exception {
    mesh.apply(custom("ask", "by-grpc", paths("/asked")));
    mesh.authorizers()
        .overGrpcAnswer(
            _ ->
                CheckResponse.newBuilder()
                    .setStatus(com.google.rpc.Status.newBuilder().setCode(7))
                    .setDeniedResponse(
                        DeniedHttpResponse.newBuilder()
                            .setStatus(HttpStatus.newBuilder().setCodeValue(451))
                            .setBody("not here")
                            .addHeaders(
                                HeaderValueOption.newBuilder()
                                    .setHeader(
                                        HeaderValue.newBuilder()
                                            .setKey("x-reason")
                                            .setValue("law"))))
                    .build());
    RawHttp.Answer answer = mesh.http(ASKED);
    assertThat(answer.status()).isEqualTo(451);
    assertThat(answer.body()).contains("x-reason: law").contains("not here");
  }

  @Test
  void slowAuthorizerIsNotWaitedForLongerThanItsTimeout() throws Exception {
    CountDownLatch release = new CountDownLatch(1);
    try {
      mesh.authorizers().overHttp(Behaviour.holding(release));
      mesh.apply(custom("ask", "slow-http", paths("/asked")));
      assertThat(mesh.http(ASKED).status()).as("statusOnError").isEqualTo(504);
      mesh.apply(custom("ask", "slow-http-open", paths("/asked")));
      assertThat(mesh.http(ASKED).arrived()).as("failOpen").isTrue();
      mesh.authorizers()
          .overGrpc(
              _ -> {
                try {
                  return release.await(30, TimeUnit.SECONDS);
                } catch (InterruptedException _) {
                  return false;
                }
              });
      mesh.apply(custom("ask", "slow-grpc", paths("/asked")));
      assertThat(mesh.http(ASKED).status()).isEqualTo(502);
    } finally {
      release.countDown();
    }
  }

  /** Whatever status it breaks with: an authorizer that is broken has not allowed anything. */
  @Test
  void brokenHttpAuthorizerAllowsNothing() throws Exception {
    mesh.apply(custom("ask", "by-http", paths("/asked")));
    mesh.authorizers().overHttp(Behaviour.status(500));
    assertThat(mesh.http(ASKED).arrived()).isFalse();
    mesh.apply(custom("ask", "by-http-open", paths("/asked")));
    assertThat(mesh.http(ASKED).arrived()).as("failOpen").isTrue();
    mesh.authorizers().overHttp(Behaviour.status(403));
    assertThat(mesh.http(ASKED).arrived()).as("a refusal is no failure").isFalse();
  }
}
