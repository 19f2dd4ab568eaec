package io.meltemi.it;

import static org.assertj.core.api.Assertions.assertThat;

import io.meltemi.it.mesh.Call;
import io.meltemi.it.mesh.RoutingMesh;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What a route may match on: one request that does goes to v1, one that does not to v2. */
final class RouteMatchTest {

  private static final Call PLAIN = Call.get("reviews:9080", "/reviews/0");

  private RoutingMesh mesh = RoutingMesh.shared();

  RouteMatchTest() throws Exception {}

  @BeforeEach
  void clean() throws Exception {
    mesh.reset();
  }

  /**
   * A row.
   *
   * @param match the YAML of one HTTPMatchRequest
   */
  record Case(String match, Call matching, Call other) {

    @Override
    public String toString() {
      return match;
    }
  }

  static Stream<Case> matches() {
    return Stream.of(
        new Case("uri: {exact: /a}", to("/a"), to("/a/b")),
        new Case("uri: {exact: /a}", to("/a?q=1"), to("/A")),
        new Case("uri: {prefix: /a/}", to("/a/b/c"), to("/ab")),
        new Case("uri: {regex: '/a[0-9]+'}", to("/a12"), to("/a12b")),
        new Case("uri: {exact: /a}, ignoreUriCase: true", to("/A"), to("/b")),
        new Case("uri: {prefix: /a}, ignoreUriCase: true", to("/ABC"), to("/b")),
        new Case("method: {exact: POST}", PLAIN.method("POST"), PLAIN),
        new Case("method: {regex: 'PUT|POST'}", PLAIN.method("PUT"), PLAIN.method("DELETE")),
        new Case("headers: {user: {exact: jason}}", user("jason"), user("jasons")),
        new Case("headers: {user: {prefix: ja}}", user("jason"), user("maria")),
        new Case("headers: {user: {regex: 'j.*n'}}", user("jason"), user("jasons")),
        new Case("headers: {user: {}}", user("anybody"), PLAIN),
        new Case("withoutHeaders: {user: {}}", PLAIN, user("anybody")),
        new Case("withoutHeaders: {user: {exact: jason}}", user("maria"), user("jason")),
        new Case(
            "headers: {user: {exact: jason}, team: {exact: a}}",
            user("jason").header("team", "a"),
            user("jason")),
        new Case("queryParams: {q: {exact: '1'}}", to("/?q=1"), to("/?q=2")),
        new Case("queryParams: {q: {regex: '[0-9]+'}}", to("/?p=x&q=17"), to("/?q=x")),
        new Case("queryParams: {q: {prefix: a}}", to("/?q=abc"), to("/?q=bc")),
        new Case(
            "authority: {exact: 'reviews.default.svc.cluster.local:9080'}",
            Call.get("reviews.default.svc.cluster.local:9080", "/"),
            Call.get("reviews.default:9080", "/")),
        new Case("scheme: {exact: http}", PLAIN, Call.get("ratings:9080", "/")),
        new Case("port: 9080, uri: {prefix: /p}", to("/p"), to("/q")),
        new Case("sourceLabels: {tier: front}, uri: {prefix: /p}", to("/p"), to("/q")),
        new Case("sourceNamespace: default, uri: {prefix: /p}", to("/p"), to("/q")));
  }

  @ParameterizedTest
  @MethodSource("matches")
  void aMatchingRequestTakesTheRouteAndOthersDoNot(Case each) throws Exception {
    mesh.routes(
        """
        - match: [{%s}]
          route: [{destination: {host: reviews, subset: v1}}]
        - route: [{destination: {host: reviews, subset: v2}}]
        """
            .formatted(each.match()));
    assertThat(mesh.client().call(each.matching()).backend()).isEqualTo("reviews-v1");
    assertThat(mesh.client().call(each.other()).backend()).isNotEqualTo("reviews-v1");
  }

  @ParameterizedTest
  @MethodSource("otherSources")
  void aRouteForOtherSourcesIsNotTaken(String match) throws Exception {
    mesh.routes(
        """
        - match: [{%s}]
          route: [{destination: {host: reviews, subset: v1}}]
        - route: [{destination: {host: reviews, subset: v2}}]
        """
            .formatted(match));
    assertThat(mesh.client().call(PLAIN).backend()).isEqualTo("reviews-v2");
  }

  static Stream<String> otherSources() {
    return Stream.of(
        "sourceLabels: {tier: back}",
        "sourceNamespace: elsewhere",
        "gateways: [default/some-gateway]",
        "port: 80");
  }

  private static Call to(String target) {
    return Call.get("reviews:9080", target);
  }

  private static Call user(String name) {
    return PLAIN.header("user", name);
  }
}
