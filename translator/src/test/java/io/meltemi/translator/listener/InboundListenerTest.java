package io.meltemi.translator.listener;

import static io.meltemi.translator.listener.ListenerFixtures.http;
import static io.meltemi.translator.listener.ListenerFixtures.inboundPort;
import static io.meltemi.translator.listener.ListenerFixtures.listener;
import static io.meltemi.translator.listener.ListenerFixtures.names;
import static io.meltemi.translator.listener.ListenerFixtures.tcp;
import static org.assertj.core.api.Assertions.assertThat;

import io.envoyproxy.envoy.config.listener.v3.FilterChain;
import io.envoyproxy.envoy.config.listener.v3.Listener;
import io.envoyproxy.envoy.config.listener.v3.ListenerFilter;
import io.envoyproxy.envoy.config.route.v3.Route;
import io.meltemi.translator.config.Sidecar;
import io.meltemi.translator.diagnostic.DiagnosticCode;
import io.meltemi.translator.model.Protocol;
import io.meltemi.translator.proxy.InterceptionMode;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class InboundListenerTest {

  @Test
  void capturedPortsAreChainsOfVirtualInbound() {
    Listeners made =
        new ListenerFixtures()
            .with(inboundPort(9080, Protocol.HTTP))
            .with(inboundPort(3306, Protocol.TCP))
            .inbound();

    assertThat(names(made)).containsExactly("virtualInbound");
    Listener listener = listener(made, "virtualInbound");
    assertThat(listener.getAddress().getSocketAddress().getPortValue()).isEqualTo(15006);
    assertThat(listener.getFilterChainsList())
        .extracting(
            chain ->
                chain.getName() + " " + chain.getFilterChainMatch().getDestinationPort().getValue())
        .containsExactly(
            "virtualInbound-blackhole 15006",
            "0.0.0.0_9080 9080",
            "0.0.0.0_3306 3306",
            "virtualInbound-catchall-http 0",
            "virtualInbound 0",
            "virtualInbound 0");
    assertThat(tcp(listener.getFilterChains(2)).getCluster()).isEqualTo("inbound|3306||");
    assertThat(tcp(listener.getFilterChains(4)).getCluster())
        .isEqualTo("InboundPassthroughCluster");
  }

  @Test
  void httpPortsRouteEverythingToTheWorkload() {
    Listeners made = new ListenerFixtures().with(inboundPort(9080, Protocol.HTTP)).inbound();

    FilterChain chain = listener(made, "virtualInbound").getFilterChains(1);
    assertThat(http(chain).getStatPrefix()).isEqualTo("inbound_0.0.0.0_9080;");
    assertThat(http(chain).getServerName()).isEqualTo("istio-envoy");
    assertThat(http(chain).getRouteConfig().getName()).isEqualTo("inbound|http|9080");
    Route route = http(chain).getRouteConfig().getVirtualHosts(0).getRoutes(0);
    assertThat(route.getRoute().getCluster()).isEqualTo("inbound|9080||");
    assertThat(route.getDecorator().getOperation())
        .isEqualTo("reviews.default.svc.cluster.local:80/*");
  }

  @Test
  void undeclaredPortsAreDetectedAndDeclaredOnesAreNotLookedInto() {
    Listeners made =
        new ListenerFixtures()
            .with(inboundPort(9080, Protocol.HTTP))
            .with(inboundPort(9000, Protocol.DETECT))
            .inbound();

    Listener listener = listener(made, "virtualInbound");
    assertThat(listener.getFilterChains(2).getFilterChainMatch().getApplicationProtocolsList())
        .containsExactly("http/1.1", "h2c");
    assertThat(tcp(listener.getFilterChains(3)).getCluster()).isEqualTo("inbound|9000||");
    assertThat(listener.getListenerFiltersList())
        .extracting(ListenerFilter::getName)
        .containsExactly(
            "envoy.filters.listener.original_dst",
            "envoy.filters.listener.tls_inspector",
            "envoy.filters.listener.http_inspector");
    assertThat(listener.getListenerFilters(2).getFilterDisabled().getOrMatch().getRulesList())
        .extracting(rule -> rule.getDestinationPortRange().getStart())
        .containsExactly(9080, 15006);
  }

  @Test
  void tproxyKeepsTheClientsAddress() {
    Listeners made = new ListenerFixtures().with(InterceptionMode.TPROXY).inbound();

    Listener listener = listener(made, "virtualInbound");
    assertThat(listener.getTransparent().getValue()).isTrue();
    assertThat(listener.getListenerFiltersList())
        .extracting(ListenerFilter::getName)
        .containsExactly(
            "envoy.filters.listener.original_dst",
            "envoy.filters.listener.original_src",
            "envoy.filters.listener.tls_inspector",
            "envoy.filters.listener.http_inspector");
  }

  @Test
  void withoutInterceptionASidecarsPortIsBound() {
    Listeners made =
        new ListenerFixtures()
            .with(InterceptionMode.NONE)
            .at("10.9.9.9")
            .with(inboundPort(9080, Protocol.HTTP, ingress("127.1.4.2", "NONE")))
            .with(inboundPort(9081, Protocol.HTTP, ingress("", "DEFAULT")))
            .with(inboundPort(9082, Protocol.HTTP))
            .inbound();

    assertThat(names(made)).containsExactly("10.9.9.9_9081", "127.1.4.2_9080");
    Listener listener = listener(made, "127.1.4.2_9080");
    assertThat(listener.hasBindToPort()).isFalse();
    assertThat(listener.getListenerFiltersList()).isEmpty();
    assertThat(listener.getFilterChains(0).hasFilterChainMatch()).isFalse();
    assertThat(http(listener.getFilterChains(0)).getStatPrefix())
        .isEqualTo("inbound_127.1.4.2_9080;");
  }

  @Test
  void thePortOfTheListenerItselfIsRefused() {
    Listeners made = new ListenerFixtures().with(inboundPort(15006, Protocol.HTTP)).inbound();

    assertThat(listener(made, "virtualInbound").getFilterChainsList()).hasSize(4);
    assertThat(made.diagnostics())
        .singleElement()
        .satisfies(found -> assertThat(found.code()).isEqualTo(DiagnosticCode.CONFLICT));
  }

  static Optional<Sidecar.IngressListener> ingress(String bind, String mode) {
    return Optional.of(
        new Sidecar.IngressListener(
            new Sidecar.Port(9080, "HTTP", "http", 0),
            bind,
            Sidecar.CaptureMode.valueOf(mode),
            "127.0.0.1:19080",
            Optional.empty(),
            Optional.empty()));
  }
}
