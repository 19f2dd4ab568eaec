package io.meltemi.it;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.common.collect.ImmutableMultiset;
import io.meltemi.it.backend.Behaviour;
import io.meltemi.it.backend.Received;
import io.meltemi.it.mesh.Answer;
import io.meltemi.it.mesh.Call;
import io.meltemi.it.mesh.RoutingMesh;
import io.meltemi.it.mesh.Shares;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What a route may do with a request. */
final class RouteActionTest {

  private static final Call PLAIN = Call.get("reviews:9080", "/reviews/0");

  private final RoutingMesh mesh = RoutingMesh.shared();

  RouteActionTest() throws Exception {}

  @BeforeEach
  void clean() throws Exception {
    mesh.reset();
  }

  @Test
  void withoutRulesEndpointsTakeTurns() throws Exception {
    assertThat(mesh.client().backends(PLAIN, 30).elementSet())
        .containsExactlyInAnyOrder("reviews-v1", "reviews-v2", "reviews-v3");
  }

  @Test
  void aSubsetIsOnlyItsOwnEndpoints() throws Exception {
    mesh.routes("- route: [{destination: {host: reviews, subset: v3}}]");
    assertThat(mesh.client().backends(PLAIN, 20).elementSet()).containsExactly("reviews-v3");
  }

  @Test
  void weightsAreKeptWithinThreeSigma() throws Exception {
    mesh.routes(
        """
        - route:
          - {destination: {host: reviews, subset: v1}, weight: 70}
          - {destination: {host: reviews, subset: v2}, weight: 30}
        """);
    int calls = 600;
    Shares.assertShare(
        0.7,
        calls,
        () -> {
          ImmutableMultiset<String> seen = mesh.client().backends(PLAIN, calls);
          assertThat(seen.elementSet()).containsExactlyInAnyOrder("reviews-v1", "reviews-v2");
          return seen.count("reviews-v1");
        });
  }

  @Test
  void aWeightOfZeroGetsNothing() throws Exception {
    mesh.routes(
        """
        - route:
          - {destination: {host: reviews, subset: v1}, weight: 100}
          - {destination: {host: reviews, subset: v2}, weight: 0}
        """);
    assertThat(mesh.client().backends(PLAIN, 40).elementSet()).containsExactly("reviews-v1");
  }

  @Test
  void requestHeadersAreSetAddedAndRemoved() throws Exception {
    mesh.routes(
        """
        - headers:
            request:
              set: {a: new, host-was: "%REQ(:authority)%"}
              add: {b: second}
              remove: [c]
          route: [{destination: {host: reviews, subset: v1}}]
        """);
    Received got =
        mesh.client()
            .call(PLAIN.header("a", "old").header("b", "first").header("c", "gone"))
            .echo();
    assertThat(got.headers().get("a")).containsExactly("new");
    assertThat(String.join(",", got.headers().get("b"))).isEqualTo("first,second");
    assertThat(got.headers().get("c")).isEmpty();
  }

  @Test
  void responseHeadersAreSetAddedAndRemoved() throws Exception {
    mesh.backend("reviews-v1").behave(Behaviour.withHeader("x-from", "backend"));
    mesh.routes(
        """
        - headers:
            response:
              set: {x-from: mesh}
              add: {x-more: "1"}
              remove: [x-backend]
          route: [{destination: {host: reviews, subset: v1}}]
        """);
    Answer answer = mesh.client().call(PLAIN);
    assertThat(answer.headers().allValues("x-from")).containsExactly("mesh");
    assertThat(answer.header("x-more")).isEqualTo("1");
    assertThat(answer.backend()).isEmpty();
  }

  @Test
  void aDestinationHasHeadersOfItsOwn() throws Exception {
    mesh.routes(
        """
        - route:
          - destination: {host: reviews, subset: v1}
            headers:
              request: {set: {which: one}}
              response: {set: {x-which: one}}
        """);
    Answer answer = mesh.client().call(PLAIN);
    assertThat(answer.echo().header("which")).isEqualTo("one");
    assertThat(answer.header("x-which")).isEqualTo("one");
  }

  @Test
  void theHostHeaderMayBeSetByHeaderOperations() throws Exception {
    mesh.routes(
        """
        - headers: {request: {set: {Host: other.example}}}
          route: [{destination: {host: reviews, subset: v1}}]
        """);
    assertThat(mesh.client().call(PLAIN).echo().header("host")).isEqualTo("other.example");
  }

  @Test
  void aPrefixIsRewritten() throws Exception {
    mesh.routes(
        """
        - match: [{uri: {prefix: /old/}}]
          rewrite: {uri: /new/}
          route: [{destination: {host: reviews, subset: v1}}]
        """);
    Received got = mesh.client().get("reviews:9080", "/old/a?q=1").echo();
    assertThat(got.target()).isEqualTo("/new/a?q=1");
  }

  @Test
  void authorityIsRewritten() throws Exception {
    mesh.routes(
        """
        - rewrite: {authority: inside.example}
          route: [{destination: {host: reviews, subset: v1}}]
        """);
    assertThat(mesh.client().call(PLAIN).echo().header("host")).isEqualTo("inside.example");
  }

  @Test
  void aPathIsRewrittenByRegex() throws Exception {
    mesh.routes(
        """
        - match: [{uri: {prefix: /}}]
          rewrite: {uriRegexRewrite: {match: '^/books/([0-9]+)$', rewrite: '/b?id=\\1'}}
          route: [{destination: {host: reviews, subset: v1}}]
        """);
    assertThat(mesh.client().get("reviews:9080", "/books/7").echo().target()).isEqualTo("/b?id=7");
  }

  @Test
  void redirectsSayWhere() throws Exception {
    mesh.routes(
        """
        - match: [{uri: {prefix: /here}}]
          redirect: {uri: /there, authority: elsewhere.example, redirectCode: 302}
        """);
    Answer answer = mesh.client().get("reviews:9080", "/here");
    assertThat(answer.status()).isEqualTo(302);
    assertThat(answer.header("location")).isEqualTo("http://elsewhere.example/there");
  }

  @Test
  void directResponsesNeedNoBackend() throws Exception {
    mesh.routes("- directResponse: {status: 418, body: {string: tea}}");
    Answer answer = mesh.client().call(PLAIN);
    assertThat(answer.status()).isEqualTo(418);
    assertThat(answer.body()).isEqualTo("tea");
    assertThat(answer.backend()).isEmpty();
  }

  @Test
  void anAbortAnswersInPlaceOfTheBackend() throws Exception {
    mesh.routes(
        """
        - match: [{headers: {end-user: {exact: jason}}}]
          fault: {abort: {percentage: {value: 100}, httpStatus: 503}}
          route: [{destination: {host: reviews, subset: v1}}]
        - route: [{destination: {host: reviews, subset: v1}}]
        """);
    assertThat(mesh.client().call(PLAIN.header("end-user", "jason")).status()).isEqualTo(503);
    assertThat(mesh.client().call(PLAIN).status()).isEqualTo(200);
    assertThat(mesh.backend("reviews-v1").received()).hasSize(1);
  }

  @Test
  void aDelayComesOnTop() throws Throwable {
    mesh.routes(
        """
        - match: [{headers: {end-user: {exact: jason}}}]
          fault: {delay: {percentage: {value: 100}, fixedDelay: 0.8s}}
          route: [{destination: {host: reviews, subset: v1}}]
        - route: [{destination: {host: reviews, subset: v1}}]
        """);
    // A busy machine makes a call slower, and never quicker.
    Await.untilAsserted(
        () -> {
          Answer slow = mesh.client().call(PLAIN.header("end-user", "jason"));
          assertThat(slow.status()).isEqualTo(200);
          // Envoy's timer counts from when its event loop last looked at the clock: a little early.
          assertThat(slow.took()).isBetween(Duration.ofMillis(750), Duration.ofSeconds(3));
          assertThat(mesh.client().call(PLAIN).took()).isLessThan(Duration.ofMillis(700));
        });
  }

  @Test
  void halfOfTheRequestsAreAbortedWithinThreeSigma() throws Exception {
    mesh.routes(
        """
        - fault: {abort: {percentage: {value: 50}, httpStatus: 500}}
          route: [{destination: {host: reviews, subset: v1}}]
        """);
    int calls = 400;
    Shares.assertShare(0.5, calls, () -> mesh.client().backends(PLAIN, calls).count("status 500"));
  }

  @Test
  void retriesHideFailures() throws Exception {
    mesh.backend("reviews-v1").behave(Behaviour.failingFirst(2, 503));
    mesh.routes(
        """
        - retries: {attempts: 3, perTryTimeout: 5s, retryOn: 5xx}
          route: [{destination: {host: reviews, subset: v1}}]
        """);
    assertThat(mesh.client().call(PLAIN).status()).isEqualTo(200);
    assertThat(mesh.backend("reviews-v1").received()).hasSize(3);
  }

  @Test
  void retriesAreBounded() throws Exception {
    mesh.backend("reviews-v1").behave(Behaviour.status(503));
    mesh.routes(
        """
        - retries: {attempts: 2, retryOn: 5xx}
          route: [{destination: {host: reviews, subset: v1}}]
        """);
    assertThat(mesh.client().call(PLAIN).status()).isEqualTo(503);
    assertThat(mesh.backend("reviews-v1").received()).hasSize(3);
  }

  @Test
  void retriesMayBeSwitchedOff() throws Exception {
    mesh.backend("reviews-v1").behave(Behaviour.status(503));
    mesh.routes(
        """
        - retries: {attempts: 0}
          route: [{destination: {host: reviews, subset: v1}}]
        """);
    assertThat(mesh.client().call(PLAIN).status()).isEqualTo(503);
    assertThat(mesh.backend("reviews-v1").received()).hasSize(1);
  }

  @Test
  void aTimeoutEndsTheWait() throws Throwable {
    CountDownLatch release = new CountDownLatch(1);
    mesh.backend("reviews-v1").behave(Behaviour.holding(release));
    mesh.routes(
        """
        - timeout: 0.3s
          route: [{destination: {host: reviews, subset: v1}}]
        """);
    Await.untilAsserted(
        () -> {
          Answer answer = mesh.client().call(PLAIN);
          assertThat(answer.status()).isEqualTo(504);
          assertThat(answer.took()).isBetween(Duration.ofMillis(290), Duration.ofSeconds(3));
        });
    release.countDown();
  }

  @Test
  void aMirrorGetsACopyAndItsAnswerIsThrownAway() throws Throwable {
    mesh.backend("reviews-v3").behave(Behaviour.status(500));
    mesh.routes(
        """
        - route: [{destination: {host: reviews, subset: v1}}]
          mirror: {host: reviews, subset: v3}
          mirrorPercentage: {value: 100}
        """);
    for (int i = 0; i < 5; i++) {
      assertThat(mesh.client().call(PLAIN).backend()).isEqualTo("reviews-v1");
    }
    Await.untilAsserted(() -> assertThat(mesh.backend("reviews-v3").received()).hasSize(5));
    assertThat(mesh.backend("reviews-v3").received().getFirst().header("host"))
        .isEqualTo("reviews-shadow:9080");
  }

  @Test
  void corsPreflightsAreAnsweredByTheProxy() throws Exception {
    mesh.routes(
        """
        - corsPolicy:
            allowOrigins: [{exact: 'https://shop.example'}]
            allowMethods: [GET, POST]
            maxAge: 24h
          route: [{destination: {host: reviews, subset: v1}}]
        """);
    Answer preflight =
        mesh.client()
            .call(
                PLAIN
                    .method("OPTIONS")
                    .header("origin", "https://shop.example")
                    .header("access-control-request-method", "POST"));
    assertThat(preflight.status()).isEqualTo(200);
    assertThat(preflight.header("access-control-allow-origin")).isEqualTo("https://shop.example");
    assertThat(preflight.header("access-control-max-age")).isEqualTo("86400");
    assertThat(mesh.backend("reviews-v1").received()).isEmpty();
  }

  @Test
  void theFirstMatchingRouteWins() throws Exception {
    mesh.routes(
        """
        - match: [{uri: {prefix: /a}}]
          route: [{destination: {host: reviews, subset: v1}}]
        - match: [{uri: {prefix: /a/b}}]
          route: [{destination: {host: reviews, subset: v2}}]
        """);
    assertThat(mesh.client().get("reviews:9080", "/a/b").backend()).isEqualTo("reviews-v1");
  }

  @Test
  void withoutAMatchingRouteThereIsNoAnswerFromABackend() throws Exception {
    mesh.routes(
        """
        - match: [{uri: {prefix: /a}}]
          route: [{destination: {host: reviews, subset: v1}}]
        """);
    assertThat(mesh.client().get("reviews:9080", "/b").status()).isEqualTo(404);
  }

  @Test
  void aSidecarHandsCallsToItsApp() throws Exception {
    Answer answer = mesh.client().get("ratings:9080", "/ratings/0");
    assertThat(answer.backend()).isEqualTo("ratings-v1");
    assertThat(answer.echo().header("host")).isEqualTo("ratings:9080");
    assertThat(answer.echo().header("x-request-id")).isNotEmpty();
  }
}
