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
import io.envoyproxy.envoy.config.listener.v3.FilterChain;
import io.envoyproxy.envoy.config.listener.v3.Listener;
import io.envoyproxy.envoy.extensions.filters.network.http_connection_manager.v3.HttpConnectionManager;
import io.meltemi.translator.config.ConfigObject;
import io.meltemi.translator.config.Gateway;
import io.meltemi.translator.config.ServerTls;
import io.meltemi.translator.config.VirtualService;
import io.meltemi.translator.diagnostic.ConfigKind;
import io.meltemi.translator.diagnostic.DiagnosticCode;
import io.meltemi.translator.model.Protocol;
import io.meltemi.translator.proxy.GatewayServer;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class GatewayListenerTest {

  @Test
  void httpServersOfOnePortShareRoutes() {
    Listeners made =
        new ListenerFixtures()
            .with(server("one", 80, 8080, "HTTP", Optional.empty(), "a.example.com"))
            .with(server("two", 80, 8080, "HTTP2", Optional.empty(), "b.example.com"))
            .gateway();

    assertThat(names(made)).containsExactly("0.0.0.0_8080");
    Listener listener = listener(made, "0.0.0.0_8080");
    assertThat(listener.getFilterChainsList()).hasSize(1);
    HttpConnectionManager http = http(listener.getFilterChains(0));
    assertThat(http.getRds().getRouteConfigName()).isEqualTo("http.8080");
    assertThat(http.getUseRemoteAddress().getValue()).isTrue();
    assertThat(http.getHttp2ProtocolOptions().getMaxConcurrentStreams().getValue()).isEqualTo(100);
    assertThat(http.getNormalizePath().getValue()).isTrue();
    assertThat(made.resources().get("0.0.0.0_8080").orElseThrow().origins())
        .extracting(key -> key.name())
        .containsExactly("one", "two");
  }

  @Test
  void udpServersAreLeftOutAndSaid() {
    Listeners made =
        new ListenerFixtures()
            .with(server("dns", 53, 53, "UDP", Optional.empty(), "*"))
            .with(server("shop", 80, 8080, "HTTP", Optional.empty(), "*"))
            .gateway();

    assertThat(names(made)).containsExactly("0.0.0.0_8080");
    assertThat(made.diagnostics())
        .singleElement()
        .satisfies(found -> assertThat(found.code()).isEqualTo(DiagnosticCode.UNSUPPORTED));
  }

  @Test
  void httpsWithFilesIsTerminatedBySni() {
    Listeners made =
        new ListenerFixtures()
            .with(
                server(
                    "shop",
                    443,
                    8443,
                    "HTTPS",
                    Optional.of(tls(ServerTls.Mode.SIMPLE, "/cert.pem", "/key.pem", "")),
                    "./shop.example.com"))
            .gateway();

    FilterChain chain = listener(made, "0.0.0.0_8443").getFilterChains(0);
    assertThat(chain.getFilterChainMatch().getServerNamesList())
        .containsExactly("shop.example.com");
    assertThat(chain.hasTransportSocket()).isTrue();
    assertThat(http(chain).getRds().getRouteConfigName()).isEqualTo("https.443.https.shop.default");
  }

  @Test
  void aServerWithASecretIsLeftOutAloneAndSaid() {
    Listeners made =
        new ListenerFixtures()
            .with(
                server(
                    "secret",
                    443,
                    8443,
                    "HTTPS",
                    Optional.of(tls(ServerTls.Mode.SIMPLE, "", "", "cert")),
                    "a.example.com"))
            .with(
                server(
                    "files",
                    443,
                    8443,
                    "HTTPS",
                    Optional.of(tls(ServerTls.Mode.SIMPLE, "/cert.pem", "/key.pem", "")),
                    "b.example.com"))
            .gateway();

    assertThat(listener(made, "0.0.0.0_8443").getFilterChainsList()).hasSize(1);
    assertThat(made.diagnostics())
        .singleElement()
        .satisfies(
            found -> {
              assertThat(found.code()).isEqualTo(DiagnosticCode.UNKNOWN_REFERENCE);
              assertThat(found.object().name()).isEqualTo("secret");
            });
  }

  @Test
  void passthroughIsRoutedBySni() {
    VirtualService rule =
        new VirtualService(
            ImmutableList.of("db.example.com"),
            ImmutableList.of("tls"),
            ImmutableList.of(),
            ImmutableList.of(
                new VirtualService.TlsRoute(
                    ImmutableList.of(
                        new VirtualService.TlsMatch(
                            ImmutableList.of("db.example.com"),
                            ImmutableList.of(),
                            443,
                            ImmutableSortedMap.of("app", "ignored"),
                            ImmutableList.of("tls"),
                            "")),
                    ImmutableList.of(OutboundListenerTest.to("db", "", 0)))),
            ImmutableList.of(),
            ImmutableList.of());
    Listeners made =
        new ListenerFixtures()
            .with(service("db", "10.0.0.3", port(8443, Protocol.TLS)))
            .with(
                server(
                    "tls",
                    443,
                    8443,
                    "TLS",
                    Optional.of(tls(ServerTls.Mode.PASSTHROUGH, "", "", "")),
                    ImmutableList.of(rule),
                    "*.example.com"))
            .gateway();

    FilterChain chain = listener(made, "0.0.0.0_8443").getFilterChains(0);
    assertThat(chain.hasTransportSocket()).isFalse();
    assertThat(chain.getFilterChainMatch().getServerNamesList()).containsExactly("db.example.com");
    assertThat(tcp(chain).getCluster()).isEqualTo("outbound|8443||db.default.svc.cluster.local");
  }

  @Test
  void tcpGoesWhereTheFirstRouteSays() {
    VirtualService rule =
        OutboundListenerTest.rule(
            new VirtualService.TcpRoute(
                ImmutableList.of(OutboundListenerTest.match("", 31400, ImmutableSortedMap.of())),
                ImmutableList.of(OutboundListenerTest.to("db", "v1", 0))));
    Listeners made =
        new ListenerFixtures()
            .with(server("tcp", 31400, 31400, "TCP", Optional.empty(), ImmutableList.of(rule), "*"))
            .gateway();

    assertThat(tcp(listener(made, "0.0.0.0_31400").getFilterChains(0)).getCluster())
        .isEqualTo("outbound|31400|v1|db.default.svc.cluster.local");
  }

  @Test
  void aPortThatSpeaksSomethingElseConflicts() {
    Listeners made =
        new ListenerFixtures()
            .with(server("one", 80, 8080, "HTTP", Optional.empty(), "*"))
            .with(server("two", 80, 8080, "TCP", Optional.empty(), "*"))
            .gateway();

    assertThat(http(listener(made, "0.0.0.0_8080").getFilterChains(0)).hasRds()).isTrue();
    assertThat(made.diagnostics())
        .singleElement()
        .satisfies(
            found -> {
              assertThat(found.code()).isEqualTo(DiagnosticCode.CONFLICT);
              assertThat(found.object().name()).isEqualTo("two");
            });
  }

  static GatewayServer server(
      String gateway,
      int port,
      int listenPort,
      String protocol,
      Optional<ServerTls> tls,
      String... hosts) {
    return server(gateway, port, listenPort, protocol, tls, ImmutableList.of(), hosts);
  }

  static GatewayServer server(
      String gateway,
      int port,
      int listenPort,
      String protocol,
      Optional<ServerTls> tls,
      ImmutableList<VirtualService> rules,
      String... hosts) {
    Gateway.Server server =
        new Gateway.Server(
            new Gateway.Port(port, protocol, protocol.toLowerCase(java.util.Locale.ROOT), 0),
            "",
            ImmutableList.copyOf(hosts),
            tls,
            "",
            "");
    ConfigObject<Gateway> object =
        ListenerFixtures.object(
            ConfigKind.GATEWAY,
            gateway,
            new Gateway(ImmutableList.of(server), ImmutableSortedMap.of()));
    return new GatewayServer(
        object,
        server,
        listenPort,
        rules.stream()
            .map(rule -> ListenerFixtures.object(ConfigKind.VIRTUAL_SERVICE, gateway, rule))
            .collect(ImmutableList.toImmutableList()));
  }

  static ServerTls tls(ServerTls.Mode mode, String certificate, String key, String credential) {
    return new ServerTls(
        false,
        mode,
        certificate,
        key,
        "",
        "",
        credential,
        ImmutableList.of(),
        "",
        ImmutableList.of(),
        ImmutableList.of(),
        ImmutableList.of(),
        ImmutableList.of(),
        ServerTls.Protocol.TLS_AUTO,
        ServerTls.Protocol.TLS_AUTO,
        ImmutableList.of(),
        Optional.empty());
  }
}
