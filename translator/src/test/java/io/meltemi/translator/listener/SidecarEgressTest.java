package io.meltemi.translator.listener;

import static io.meltemi.translator.listener.ListenerFixtures.http;
import static io.meltemi.translator.listener.ListenerFixtures.listener;
import static io.meltemi.translator.listener.ListenerFixtures.names;
import static io.meltemi.translator.listener.ListenerFixtures.port;
import static io.meltemi.translator.listener.ListenerFixtures.service;
import static io.meltemi.translator.listener.ListenerFixtures.tcp;
import static org.assertj.core.api.Assertions.assertThat;

import com.google.common.collect.ImmutableList;
import io.envoyproxy.envoy.config.listener.v3.Listener;
import io.meltemi.translator.config.Destination;
import io.meltemi.translator.config.PortSelector;
import io.meltemi.translator.config.Sidecar;
import io.meltemi.translator.config.Sidecar.CaptureMode;
import io.meltemi.translator.config.Sidecar.OutboundTrafficPolicy;
import io.meltemi.translator.model.Protocol;
import io.meltemi.translator.proxy.InterceptionMode;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class SidecarEgressTest {

  @Test
  void aPortWithoutCaptureIsBound() {
    Listeners made =
        new ListenerFixtures()
            .with(InterceptionMode.NONE)
            .with(service("reviews", "", port(9080, Protocol.HTTP)))
            .with(sidecar(Optional.empty(), egress(9080, "HTTP", "127.1.4.3", CaptureMode.NONE)))
            .outbound();

    assertThat(names(made)).containsExactly("127.1.4.3_9080");
    Listener listener = listener(made, "127.1.4.3_9080");
    assertThat(listener.hasBindToPort()).isFalse();
    assertThat(listener.hasDefaultFilterChain()).isFalse();
    assertThat(listener.getListenerFiltersList()).isEmpty();
    assertThat(http(listener.getFilterChains(0)).getRds().getRouteConfigName()).isEqualTo("9080");
  }

  @Test
  void aSocketHasRoutesOfItsOwnName() {
    Listeners made =
        new ListenerFixtures()
            .with(
                sidecar(
                    Optional.empty(),
                    egress(0, "HTTP", "unix:///var/run/out.sock", CaptureMode.DEFAULT)))
            .outbound();

    Listener listener = listener(made, "unix:///var/run/out.sock");
    assertThat(listener.getAddress().getPipe().getPath()).isEqualTo("/var/run/out.sock");
    assertThat(http(listener.getFilterChains(0)).getRds().getRouteConfigName())
        .isEqualTo("unix:///var/run/out.sock");
  }

  @Test
  void aTcpPortGoesToTheServiceOfThatPort() {
    Listeners made =
        new ListenerFixtures()
            .with(InterceptionMode.NONE)
            .with(service("db", "10.0.0.3", port(3306, Protocol.TCP)))
            .with(service("web", "10.0.0.4", port(80, Protocol.HTTP), port(81, Protocol.HTTP)))
            .with(sidecar(Optional.empty(), egress(3306, "TCP", "", CaptureMode.DEFAULT)))
            .outbound();

    assertThat(names(made)).containsExactly("127.0.0.1_3306");
    assertThat(tcp(listener(made, "127.0.0.1_3306").getFilterChains(0)).getCluster())
        .isEqualTo("outbound|3306||db.default.svc.cluster.local");
  }

  @Test
  void otherServicesStayOffAPortThatTheSidecarNames() {
    Listeners made =
        new ListenerFixtures()
            .with(service("raw.example.com", "", port(8080, Protocol.TCP)))
            .with(service("db", "10.0.0.3", port(3306, Protocol.TCP)))
            .with(
                sidecar(
                    Optional.empty(),
                    egress(8080, "HTTP", "", CaptureMode.DEFAULT),
                    everything(CaptureMode.DEFAULT)))
            .outbound();

    assertThat(names(made)).containsExactly("0.0.0.0_8080", "10.0.0.3_3306", "virtualOutbound");
    assertThat(tcp(listener(made, "0.0.0.0_8080").getDefaultFilterChain()).getCluster())
        .isEqualTo("PassthroughCluster");
  }

  @Test
  void withoutInterceptionServicesAreOnLoopback() {
    Listeners made =
        new ListenerFixtures()
            .with(InterceptionMode.NONE)
            .with(service("web", "10.0.0.4", port(80, Protocol.HTTP)))
            .with(service("db", "10.0.0.3", port(3306, Protocol.TCP)))
            .with(service("local", "127.0.9.9", port(3306, Protocol.TCP)))
            .outbound();

    assertThat(names(made)).containsExactly("127.0.0.1_3306", "127.0.0.1_80", "127.0.9.9_3306");
  }

  @Test
  void registryOnlySendsTheUnknownNowhere() {
    Listeners made =
        new ListenerFixtures()
            .with(service("web", "10.0.0.4", port(80, Protocol.HTTP)))
            .with(
                sidecar(
                    Optional.of(
                        new OutboundTrafficPolicy(
                            OutboundTrafficPolicy.Mode.REGISTRY_ONLY, Optional.empty())),
                    everything(CaptureMode.DEFAULT)))
            .outbound();

    assertThat(tcp(listener(made, "virtualOutbound").getFilterChains(1)).getCluster())
        .isEqualTo("BlackHoleCluster");
    assertThat(tcp(listener(made, "0.0.0.0_80").getDefaultFilterChain()).getCluster())
        .isEqualTo("BlackHoleCluster");
  }

  @Test
  void theUnknownMayGoThroughAnEgressProxy() {
    Listeners made =
        new ListenerFixtures()
            .with(
                sidecar(
                    Optional.of(
                        new OutboundTrafficPolicy(
                            OutboundTrafficPolicy.Mode.ALLOW_ANY,
                            Optional.of(
                                new Destination(
                                    "egress", "v1", Optional.of(new PortSelector(8443)))))),
                    everything(CaptureMode.DEFAULT)))
            .outbound();

    assertThat(tcp(listener(made, "virtualOutbound").getFilterChains(1)).getCluster())
        .isEqualTo("outbound|8443|v1|egress.default.svc.cluster.local");
  }

  static Sidecar sidecar(Optional<OutboundTrafficPolicy> policy, Sidecar.EgressListener... egress) {
    return new Sidecar(
        Optional.empty(),
        ImmutableList.of(),
        ImmutableList.copyOf(egress),
        Optional.empty(),
        policy);
  }

  static Sidecar.EgressListener egress(int number, String protocol, String bind, CaptureMode mode) {
    return new Sidecar.EgressListener(
        Optional.of(new Sidecar.Port(number, protocol, "port", 0)),
        bind,
        mode,
        ImmutableList.of("./*"));
  }

  static Sidecar.EgressListener everything(CaptureMode mode) {
    return new Sidecar.EgressListener(Optional.empty(), "", mode, ImmutableList.of("*/*"));
  }
}
