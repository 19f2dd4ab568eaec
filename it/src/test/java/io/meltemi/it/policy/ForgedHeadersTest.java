package io.meltemi.it.policy;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Headers by which proxies talk to each other, written by strangers. */
final class ForgedHeadersTest {

  private static final RawHttp GET = RawHttp.get("/");
  private static final String ADMIN =
      "By=spiffe://cluster.local/ns/default/sa/web;URI=spiffe://a/b";

  private final PolicyMesh mesh = PolicyMesh.shared();

  ForgedHeadersTest() throws Exception {}

  @BeforeEach
  void clean() throws Exception {
    mesh.apply("");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "x-envoy-expected-rq-timeout-ms",
        "x-envoy-force-trace",
        "x-envoy-hedge-on-per-try-timeout",
        "x-envoy-ip-tags",
        "x-envoy-max-retries",
        "x-envoy-original-url",
        "x-envoy-retriable-header-names",
        "x-envoy-retriable-status-codes",
        "x-envoy-retry-grpc-on",
        "x-envoy-retry-on",
        "x-envoy-upstream-alt-stat-name",
        "x-envoy-upstream-rq-per-try-timeout-ms",
        "x-envoy-upstream-rq-timeout-alt-response",
        "x-envoy-upstream-rq-timeout-ms",
      })
  void gatewayTakesNoWordsOfProxiesFromOutside(String header) throws Exception {
    RawHttp.Answer answer = GET.with(header, "4711").send(mesh.edge());
    assertThat(answer.arrived()).isTrue();
    assertThat(answer.body()).doesNotContain("4711");
  }

  /** {@code x-envoy-internal} is written by the gateway itself, or not at all. */
  @Test
  void nobodyOutsideIsInternal() throws Exception {
    RawHttp.Answer answer =
        GET.with("x-envoy-internal", "true").with("x-forwarded-for", "192.0.2.1").send(mesh.edge());
    assertThat(answer.arrived()).isTrue();
    assertThat(answer.body()).doesNotContain("x-envoy-internal: true");
  }

  /** Which client it was is said by those who saw a certificate, and nobody else. */
  @Test
  void identitiesAreNotTakenFromHeaders() throws Exception {
    RawHttp forged = GET.with("x-forwarded-client-cert", ADMIN);
    assertThat(forged.send(mesh.edge()).body()).doesNotContain("spiffe://a/b");
    assertThat(mesh.http(forged).body()).as("in plaintext").doesNotContain("spiffe://a/b");
    mesh.policy("rules: [{from: [{source: {principals: ['*']}}]}]");
    assertThat(mesh.http(forged).status()).isEqualTo(403);
    assertThat(forged.send(mesh.edge()).status()).isEqualTo(403);
  }

  /** The address of the last proxy that is trusted is appended; before it anything may stand. */
  @Test
  void clientsAddressIsTheOneThatTheTrustedProxySaw() throws Exception {
    mesh.policy(
        "selector: {matchLabels: {app: edge}}\n"
            + "action: DENY\nrules: [{from: [{source: {remoteIpBlocks: [192.0.2.1]}}]}]");
    assertThat(GET.with("x-forwarded-for", "203.0.113.1, 192.0.2.1").send(mesh.edge()).status())
        .isEqualTo(403);
    assertThat(GET.with("x-forwarded-for", "192.0.2.1, 203.0.113.1").send(mesh.edge()).status())
        .isEqualTo(200);
  }
}
