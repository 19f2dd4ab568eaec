package io.meltemi.translator.route;

import static io.meltemi.translator.route.RouteFixtures.SUFFIX;
import static io.meltemi.translator.route.RouteFixtures.rule;
import static io.meltemi.translator.route.RouteFixtures.server;
import static io.meltemi.translator.route.RouteFixtures.service;
import static io.meltemi.translator.route.RouteFixtures.tls;
import static io.meltemi.translator.route.RuleBuilder.MatchBuilder.prefix;
import static io.meltemi.translator.route.RuleBuilder.to;
import static io.meltemi.translator.route.RuleBuilder.toSubset;
import static org.assertj.core.api.Assertions.assertThat;

import io.envoyproxy.envoy.config.route.v3.RouteConfiguration;
import io.envoyproxy.envoy.config.route.v3.VirtualHost;
import io.meltemi.translator.config.ServerTls;
import io.meltemi.translator.model.Protocol;
import io.meltemi.translator.route.RouteFixtures.Mesh;
import io.meltemi.translator.route.RouteSimulator.Outcome;
import io.meltemi.translator.route.RouteSimulator.Request;
import io.meltemi.translator.xds.XdsResource;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Which route configurations a gateway has, and which host goes where. */
class GatewayRoutesTest {

  private static final Mesh MESH =
      new Mesh().services(service("web" + SUFFIX, 8080, Protocol.HTTP));

  private static RouteSimulator table(RouteTables tables, String name) {
    return RouteSimulator.of(tables.resources().get(name).orElseThrow());
  }

  @Test
  void plainServersOfAPortShareATableAndTlsServersHaveTheirOwn() {
    RouteTables tables =
        MESH.gatewayTables(
            server("one", "HTTP", 80, 8080, Optional.empty(), List.of("a.com"), List.of()),
            server("two", "HTTP2", 80, 8080, Optional.empty(), List.of("b.com"), List.of()),
            server(
                "tls",
                "HTTPS",
                443,
                8443,
                Optional.of(tls(ServerTls.Mode.SIMPLE, false)),
                List.of("a.com"),
                List.of()),
            server(
                "through",
                "HTTPS",
                444,
                8444,
                Optional.of(tls(ServerTls.Mode.PASSTHROUGH, false)),
                List.of("a.com"),
                List.of()));
    assertThat(tables.resources())
        .extracting(XdsResource::name)
        .containsExactly("http.8080", "https.443.https.tls.default");
  }

  @Test
  void aPortWithoutRulesFindsNothing() throws Exception {
    RouteTables tables =
        MESH.gatewayTables(
            server("one", "HTTP", 80, 8080, Optional.empty(), List.of("*"), List.of()));
    assertThat(table(tables, "http.8080").call(Request.get("a.com", "/")))
        .isEqualTo(RouteSimulator.NOT_FOUND);
    RouteConfiguration parsed =
        RouteConfiguration.parseFrom(tables.resources().get("http.8080").orElseThrow().bytes());
    assertThat(parsed.getVirtualHostsList())
        .extracting(VirtualHost::getName)
        .containsExactly("blackhole:80");
  }

  @Test
  void hostsAreWhatServerAndRuleHaveInCommon() {
    var any = rule("default", "any", List.of("*"), to("web"));
    var shop =
        rule(
            "shop",
            "shop",
            List.of("shop.a.com", "other.com"),
            toSubset("web.default.svc.cluster.local", "shop"));
    RouteSimulator table =
        table(
            MESH.gatewayTables(
                server(
                    "one",
                    "HTTP",
                    80,
                    8080,
                    Optional.empty(),
                    List.of("shop/*.a.com", "./b.com"),
                    List.of(any, shop))),
            "http.8080");
    assertThat(table.call(Request.get("shop.a.com", "/")))
        .isInstanceOfSatisfying(
            Outcome.Forwarded.class,
            forwarded ->
                assertThat(forwarded.cluster())
                    .isEqualTo("outbound|8080|shop|web.default.svc.cluster.local"));
    assertThat(table.call(Request.get("b.com:8080", "/"))).isInstanceOf(Outcome.Forwarded.class);
    assertThat(table.call(Request.get("other.com", "/"))).isEqualTo(RouteSimulator.NOT_FOUND);
    assertThat(table.call(Request.get("x.a.com", "/"))).isEqualTo(RouteSimulator.NOT_FOUND);
  }

  @Test
  void rulesThatShareAHostAreTriedInTurnCatchAllsLast() {
    var older = rule("default", "older", List.of("a.com"), toSubset("web", "older"));
    var newer =
        rule("default", "newer", List.of("a.com"), toSubset("web", "newer").when(prefix("/new")));
    RouteSimulator table =
        table(
            MESH.gatewayTables(
                server(
                    "one",
                    "HTTP",
                    80,
                    8080,
                    Optional.empty(),
                    List.of("*"),
                    List.of(older, newer))),
            "http.8080");
    assertThat(((Outcome.Forwarded) table.call(Request.get("a.com", "/new"))).cluster())
        .contains("|newer|");
    assertThat(((Outcome.Forwarded) table.call(Request.get("a.com", "/"))).cluster())
        .contains("|older|");
  }

  @Test
  void httpsRedirectSendsEveryHostOfTheServerToHttps() {
    var web = rule("default", "web", List.of("a.com"), to("web"));
    RouteSimulator table =
        table(
            MESH.gatewayTables(
                server(
                    "one",
                    "HTTP",
                    80,
                    8080,
                    Optional.of(tls(ServerTls.Mode.PASSTHROUGH, true)),
                    List.of("a.com", "*.b.com"),
                    List.of(web))),
            "http.8080");
    assertThat(table.call(Request.get("a.com", "/x")))
        .isEqualTo(new Outcome.Redirected(301, "https://a.com/x"));
    assertThat(table.call(Request.get("x.b.com", "/")))
        .isEqualTo(new Outcome.Redirected(301, "https://x.b.com/"));
  }

  @Test
  void hostsWithTheSameRoutesAreDomainsOfOneVirtualHost() throws Exception {
    var web = rule("default", "web", List.of("b.com", "a.com"), to("web"));
    RouteTables tables =
        MESH.gatewayTables(
            server("one", "HTTP", 80, 8080, Optional.empty(), List.of("*"), List.of(web)));
    RouteConfiguration parsed =
        RouteConfiguration.parseFrom(tables.resources().get("http.8080").orElseThrow().bytes());
    assertThat(parsed.getVirtualHostsList()).hasSize(1);
    assertThat(parsed.getVirtualHosts(0).getName()).isEqualTo("a.com:80");
    assertThat(parsed.getVirtualHosts(0).getDomainsList()).containsExactly("a.com", "b.com");
  }

  @Test
  void matchesForOtherGatewaysDoNotApply() {
    var here = prefix("/");
    here.gateways = List.of("one");
    var there = prefix("/");
    there.gateways = List.of("two", "mesh");
    var web =
        rule(
            "default",
            "web",
            List.of("a.com"),
            toSubset("web", "there").when(there),
            toSubset("web", "here").when(here));
    RouteSimulator table =
        table(
            MESH.gatewayTables(
                server("one", "HTTP", 80, 8080, Optional.empty(), List.of("*"), List.of(web))),
            "http.8080");
    assertThat(((Outcome.Forwarded) table.call(Request.get("a.com", "/"))).cluster())
        .contains("|here|");
  }
}
