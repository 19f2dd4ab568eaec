package io.meltemi.translator.listener;

import static io.meltemi.translator.listener.ListenerFixtures.http;
import static io.meltemi.translator.listener.ListenerFixtures.listener;
import static io.meltemi.translator.listener.ListenerFixtures.names;
import static io.meltemi.translator.listener.ListenerFixtures.port;
import static io.meltemi.translator.listener.ListenerFixtures.service;
import static io.meltemi.translator.listener.ListenerFixtures.tcp;
import static org.assertj.core.api.Assertions.assertThat;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableSortedMap;
import io.envoyproxy.envoy.config.core.v3.CidrRange;
import io.envoyproxy.envoy.config.listener.v3.FilterChain;
import io.envoyproxy.envoy.config.listener.v3.Listener;
import io.envoyproxy.envoy.config.listener.v3.ListenerFilter;
import io.meltemi.translator.config.Destination;
import io.meltemi.translator.config.VirtualService;
import io.meltemi.translator.config.VirtualService.L4Match;
import io.meltemi.translator.config.VirtualService.RouteDestination;
import io.meltemi.translator.config.VirtualService.TcpRoute;
import io.meltemi.translator.config.VirtualService.TlsMatch;
import io.meltemi.translator.config.VirtualService.TlsRoute;
import io.meltemi.translator.diagnostic.DiagnosticCode;
import io.meltemi.translator.model.Protocol;
import io.meltemi.translator.proxy.IpFamilies;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class OutboundListenerTest {

  @Test
  void httpServicesOfOnePortShareAListener() {
    Listeners made =
        new ListenerFixtures()
            .with(service("reviews", "10.0.0.1", port(80, Protocol.HTTP)))
            .with(service("ratings", "10.0.0.2", port(80, Protocol.GRPC)))
            .outbound();

    assertThat(names(made)).containsExactly("0.0.0.0_80", "virtualOutbound");
    Listener listener = listener(made, "0.0.0.0_80");
    assertThat(listener.getBindToPort().getValue()).isFalse();
    assertThat(listener.hasBindToPort()).isTrue();
    assertThat(listener.getFilterChainsList()).hasSize(1);
    FilterChain chain = listener.getFilterChains(0);
    assertThat(chain.getFilterChainMatch().getApplicationProtocolsList())
        .containsExactly("http/1.1", "h2c");
    assertThat(http(chain).getRds().getRouteConfigName()).isEqualTo("80");
    assertThat(http(chain).getStatPrefix()).isEqualTo("outbound_0.0.0.0_80;");
    assertThat(tcp(listener.getDefaultFilterChain()).getCluster()).isEqualTo("PassthroughCluster");
  }

  @Test
  void httpFiltersAreInOrder() {
    Listeners made =
        new ListenerFixtures()
            .with(service("web", "10.0.0.1", port(80, Protocol.GRPC_WEB)))
            .outbound();

    assertThat(http(listener(made, "0.0.0.0_80").getFilterChains(0)).getHttpFiltersList())
        .extracting(filter -> filter.getName().replace("envoy.filters.http.", ""))
        .containsExactly("grpc_web", "grpc_stats", "fault", "cors", "router");
  }

  @Test
  void aTcpServiceHasAListenerAtItsVirtualIp() {
    Listeners made =
        new ListenerFixtures()
            .with(service("db", "10.0.0.3", port(3306, Protocol.MYSQL)))
            .outbound();

    Listener listener = listener(made, "10.0.0.3_3306");
    assertThat(listener.getListenerFiltersList()).isEmpty();
    assertThat(listener.getFilterChainsList()).hasSize(1);
    assertThat(listener.hasDefaultFilterChain()).isFalse();
    assertThat(tcp(listener.getFilterChains(0)).getCluster())
        .isEqualTo("outbound|3306||db.default.svc.cluster.local");
  }

  @Test
  void aTcpServiceWithoutAddressSharesTheWildcard() {
    Listeners made =
        new ListenerFixtures()
            .with(service("db.example.com", "", port(3306, Protocol.TCP)))
            .outbound();

    Listener listener = listener(made, "0.0.0.0_3306");
    assertThat(listener.getFilterChainsList()).hasSize(1);
    assertThat(tcp(listener.getFilterChains(0)).getCluster())
        .isEqualTo("outbound|3306||db.example.com");
  }

  @Test
  void addressRangesBecomeConditionsOfTheWildcardListener() {
    Listeners made =
        new ListenerFixtures()
            .with(service("a.example.com", "10.1.2.3/16", port(5432, Protocol.TCP)))
            .with(service("b.example.com", "10.2.0.0/16", port(5432, Protocol.TCP)))
            .outbound();

    Listener listener = listener(made, "0.0.0.0_5432");
    assertThat(listener.getFilterChainsList())
        .extracting(chain -> chain.getFilterChainMatch().getPrefixRanges(0))
        .extracting(CidrRange::getAddressPrefix)
        .containsExactly("10.1.0.0", "10.2.0.0");
    assertThat(listener.getDefaultFilterChain().getName()).isEqualTo("PassthroughFilterChain");
    assertThat(made.diagnostics()).isEmpty();
  }

  @Test
  void tlsWithoutAddressIsToldApartBySni() {
    Listeners made =
        new ListenerFixtures()
            .with(service("*.wikipedia.org", "", port(443, Protocol.TLS)))
            .with(service("api.example.com", "", port(443, Protocol.HTTPS)))
            .outbound();

    Listener listener = listener(made, "0.0.0.0_443");
    assertThat(listener.getFilterChainsList())
        .extracting(chain -> chain.getFilterChainMatch().getServerNames(0))
        .containsExactly("*.wikipedia.org", "api.example.com");
    assertThat(listener.getListenerFiltersList())
        .extracting(ListenerFilter::getName)
        .containsExactly("envoy.filters.listener.tls_inspector");
  }

  @Test
  void anUndeclaredPortIsDetectedAtItsVirtualIp() {
    Listeners made =
        new ListenerFixtures()
            .with(service("any", "10.0.0.4", port(9000, Protocol.DETECT)))
            .outbound();

    Listener listener = listener(made, "10.0.0.4_9000");
    assertThat(http(listener.getFilterChains(0)).getRds().getRouteConfigName())
        .isEqualTo("any.default.svc.cluster.local:9000");
    assertThat(tcp(listener.getDefaultFilterChain()).getCluster())
        .isEqualTo("outbound|9000||any.default.svc.cluster.local");
    assertThat(listener.getContinueOnListenerFiltersTimeout()).isTrue();
    assertThat(listener.hasListenerFiltersTimeout()).isTrue();
  }

  @Test
  void httpAndTcpOnTheWildcardAreToldApartByTheirBytes() {
    Listeners made =
        new ListenerFixtures()
            .with(service("web", "10.0.0.1", port(8080, Protocol.HTTP)))
            .with(service("raw.example.com", "", port(8080, Protocol.TCP)))
            .outbound();

    Listener listener = listener(made, "0.0.0.0_8080");
    assertThat(http(listener.getFilterChains(0)).getRds().getRouteConfigName()).isEqualTo("8080");
    assertThat(tcp(listener.getDefaultFilterChain()).getCluster())
        .isEqualTo("outbound|8080||raw.example.com");
  }

  @Test
  void twoTcpServicesOnTheWildcardConflict() {
    Listeners made =
        new ListenerFixtures()
            .with(service("a.example.com", "", port(3306, Protocol.TCP)))
            .with(service("b.example.com", "", port(3306, Protocol.TCP)))
            .outbound();

    assertThat(tcp(listener(made, "0.0.0.0_3306").getFilterChains(0)).getCluster())
        .isEqualTo("outbound|3306||a.example.com");
    assertThat(made.diagnostics()).hasSize(1);
    assertThat(made.diagnostics().getFirst().code()).isEqualTo(DiagnosticCode.CONFLICT);
    assertThat(made.diagnostics().getFirst().object().name()).isEqualTo("b.example.com");
  }

  @Test
  void udpHasNoListener() {
    Listeners made =
        new ListenerFixtures().with(service("dns", "10.0.0.5", port(53, Protocol.UDP))).outbound();

    assertThat(names(made)).containsExactly("virtualOutbound");
  }

  @Test
  void bothIpFamiliesAreListenedOn() {
    Listeners made =
        new ListenerFixtures()
            .with(new IpFamilies(true, true))
            .with(service("web", "10.0.0.1,fd00::1", port(80, Protocol.HTTP)))
            .with(service("db", "10.0.0.3,fd00::3", port(3306, Protocol.TCP)))
            .outbound();

    assertThat(additional(made, "0.0.0.0_80")).isEqualTo("::");
    assertThat(additional(made, "10.0.0.3_3306")).isEqualTo("fd00::3");
    assertThat(additional(made, "virtualOutbound")).isEqualTo("::");
  }

  private static String additional(Listeners made, String name) {
    return listener(made, name)
        .getAdditionalAddresses(0)
        .getAddress()
        .getSocketAddress()
        .getAddress();
  }

  @Test
  void tcpRoutesSplitConnectionsByWeight() {
    Listeners made =
        new ListenerFixtures()
            .with(service("db", "10.0.0.3", port(3306, Protocol.TCP)))
            .with(
                "db",
                rule(
                    new TcpRoute(
                        ImmutableList.of(),
                        ImmutableList.of(to("db", "v1", 80), to("db", "v2", 20)))))
            .outbound();

    FilterChain chain = listener(made, "10.0.0.3_3306").getFilterChains(0);
    assertThat(tcp(chain).getWeightedClusters().getClustersList())
        .extracting(cluster -> cluster.getName() + " " + cluster.getWeight())
        .containsExactly(
            "outbound|3306|v1|db.default.svc.cluster.local 80",
            "outbound|3306|v2|db.default.svc.cluster.local 20");
    assertThat(tcp(chain).getStatPrefix()).isEqualTo("db.default");
    assertThat(
            chain
                .getMetadata()
                .getFilterMetadataOrThrow("istio")
                .getFieldsOrThrow("config")
                .getStringValue())
        .isEqualTo("/apis/networking.istio.io/v1/namespaces/default/virtual-service/db");
  }

  @Test
  void tcpRoutesMatchSubnetsAndFallThroughToTheService() {
    Listeners made =
        new ListenerFixtures()
            .with(service("db.example.com", "", port(3306, Protocol.TCP)))
            .with(
                "db",
                new VirtualService(
                    ImmutableList.of("db.example.com"),
                    ImmutableList.of(),
                    ImmutableList.of(),
                    ImmutableList.of(),
                    ImmutableList.of(
                        new TcpRoute(
                            ImmutableList.of(match("192.168.0.0/16", 0, ImmutableSortedMap.of())),
                            ImmutableList.of(to("other", "", 0)))),
                    ImmutableList.of()))
            .outbound();

    Listener listener = listener(made, "0.0.0.0_3306");
    assertThat(tcp(listener.getFilterChains(0)).getCluster())
        .isEqualTo("outbound|3306||other.default.svc.cluster.local");
    assertThat(tcp(listener.getDefaultFilterChain()).getCluster())
        .isEqualTo("outbound|3306||db.example.com");
  }

  @Test
  void tcpRoutesOfOtherPortsAndSourcesDoNotApply() {
    ImmutableSortedMap<String, String> client = ImmutableSortedMap.of("app", "client");
    VirtualService rule =
        rule(
            new TcpRoute(
                ImmutableList.of(match("", 1, ImmutableSortedMap.of())),
                ImmutableList.of(to("wrong", "", 0))),
            new TcpRoute(
                ImmutableList.of(match("", 0, client)), ImmutableList.of(to("special", "", 0))));
    ListenerFixtures mesh =
        new ListenerFixtures()
            .with(service("db", "10.0.0.3", port(3306, Protocol.TCP)))
            .with("db", rule);

    assertThat(tcp(listener(mesh.outbound(), "10.0.0.3_3306").getFilterChains(0)).getCluster())
        .contains("||db.");
    Listeners labelled = mesh.labelled("app", "client").outbound();
    assertThat(tcp(listener(labelled, "10.0.0.3_3306").getFilterChains(0)).getCluster())
        .contains("||special.");
  }

  @Test
  void tlsRoutesMatchSni() {
    Listeners made =
        new ListenerFixtures()
            .with(service("*.example.com", "", port(443, Protocol.TLS)))
            .with(
                "sni",
                new VirtualService(
                    ImmutableList.of("*.example.com"),
                    ImmutableList.of(),
                    ImmutableList.of(),
                    ImmutableList.of(
                        tls("A.example.com", "one"),
                        tls("b.example.com", "two"),
                        tls("x.*.com", "bad")),
                    ImmutableList.of(),
                    ImmutableList.of()))
            .outbound();

    assertThat(listener(made, "0.0.0.0_443").getFilterChainsList())
        .extracting(
            chain ->
                chain.getFilterChainMatch().getServerNamesList() + " " + tcp(chain).getCluster())
        .containsExactly(
            "[a.example.com] outbound|443||one.default.svc.cluster.local",
            "[b.example.com] outbound|443||two.default.svc.cluster.local");
    assertThat(made.diagnostics())
        .filteredOn(found -> found.code() == DiagnosticCode.INVALID_VALUE)
        .singleElement()
        .satisfies(found -> assertThat(found.message()).contains("x.*.com"));
  }

  private static TlsRoute tls(String sni, String host) {
    return new TlsRoute(
        ImmutableList.of(
            new TlsMatch(
                ImmutableList.of(sni),
                ImmutableList.of(),
                443,
                ImmutableSortedMap.of(),
                ImmutableList.of("mesh"),
                "")),
        ImmutableList.of(to(host, "", 0)));
  }

  static L4Match match(String subnet, int port, ImmutableSortedMap<String, String> labels) {
    return new L4Match(
        subnet.isEmpty() ? ImmutableList.of() : ImmutableList.of(subnet),
        port,
        "",
        labels,
        ImmutableList.of(),
        "");
  }

  static VirtualService rule(TcpRoute... routes) {
    return new VirtualService(
        ImmutableList.of("db"),
        ImmutableList.of(),
        ImmutableList.of(),
        ImmutableList.of(),
        ImmutableList.copyOf(routes),
        ImmutableList.of());
  }

  static RouteDestination to(String host, String subset, int weight) {
    return new RouteDestination(new Destination(host, subset, Optional.empty()), weight);
  }
}
