package io.meltemi.it.capture;

import static io.meltemi.it.capture.PodNetwork.HUB;
import static io.meltemi.it.capture.PodNetwork.ipv4;
import static io.meltemi.it.capture.PodNetwork.ipv6;
import static org.assertj.core.api.Assertions.assertThat;

import io.meltemi.it.Await;
import io.meltemi.translator.proxy.InterceptionMode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Two pods whose sidecars take in all of their traffic, one without a sidecar, and a host outside.
 */
final class CapturedTrafficTest {

  private static final int CLIENT = 2;
  private static final int SERVER = 3;
  private static final int STRANGER = 4;
  private static final String HOST = "b.default.svc.cluster.local";

  private static final String OBJECTS =
      """
      apiVersion: v1
      kind: Namespace
      metadata: {name: default}
      ---
      apiVersion: networking.istio.io/v1
      kind: ServiceEntry
      metadata: {name: b, namespace: default}
      spec:
        hosts: [b.default.svc.cluster.local]
        addresses: [10.78.0.10, "fd78::10"]
        location: MESH_INTERNAL
        resolution: STATIC
        ports:
        - {number: 80, name: http, protocol: HTTP, targetPort: 8080}
        - {number: 9000, name: tcp, protocol: TCP}
        workloadSelector: {labels: {app: b}}
      ---
      apiVersion: networking.istio.io/v1
      kind: WorkloadEntry
      metadata: {name: b, namespace: default}
      spec:
        address: 10.77.0.3
        labels: {app: b, security.istio.io/tlsMode: istio}
        serviceAccount: b
      """;

  private static final String STRICT =
      """
      apiVersion: security.istio.io/v1
      kind: PeerAuthentication
      metadata: {name: default, namespace: istio-system}
      spec: {mtls: {mode: STRICT}}
      """;

  @ParameterizedTest
  @EnumSource(names = {"REDIRECT", "TPROXY"})
  void goesThroughTheProxiesOfBothSides(InterceptionMode mode) throws Exception {
    try (CapturedMesh mesh = new CapturedMesh(OBJECTS)) {
      PodNetwork net = mesh.network;
      mesh.app(CLIENT, 8080);
      mesh.app(SERVER, 8080, 9000, 7777, 15020);
      mesh.app(STRANGER, 8080);
      mesh.appIn(HUB, 7000);
      net.capture(CLIENT, "-m", mode.name());
      net.capture(SERVER, "-m", mode.name(), "-d", "7776");
      mesh.sidecar(CLIENT, "a", mode);
      mesh.sidecar(SERVER, "b", mode);
      boolean keepsSource = mode == InterceptionMode.TPROXY;
      Caller client = new Caller(net, CLIENT);
      Caller server = new Caller(net, SERVER);
      Caller stranger = new Caller(net, STRANGER);

      // By the service, over mutual TLS; what the application sees of its caller.
      String seen = keepsSource ? ipv4(CLIENT) : "127.0.0.6";
      Await.until("a first answer", () -> !client.asks("10.78.0.10").isEmpty());
      assertThat(client.asks("10.78.0.10")).isEqualTo("8080 from " + seen + " true");
      assertThat(client.asks("[fd78::10]")).isEqualTo("8080 from " + seen + " true");
      assertThat(client.asks("10.78.0.10:9000")).isEqualTo("9000 from " + seen + " false");
      // By the pod's address: declared, and not; both families.
      assertThat(client.asks(ipv4(SERVER) + ":8080")).isEqualTo("8080 from " + seen + " false");
      assertThat(client.asks(ipv4(SERVER) + ":7777")).isEqualTo("7777 from " + seen + " false");
      assertThat(client.asks("[" + ipv6(SERVER) + "]:7777"))
          .isEqualTo("7777 from " + seen(keepsSource ? ipv6(CLIENT) : "::6") + " false");
      // Elsewhere: captured on the way out, from the pod's own address.
      assertThat(client.asks(ipv4(HUB) + ":7000"))
          .isEqualTo("7000 from " + ipv4(CLIENT) + " false");

      // Permissive: plaintext from without is taken, and what is excluded does not meet the proxy.
      String strange = keepsSource ? ipv4(STRANGER) : "127.0.0.6";
      assertThat(stranger.asks(ipv4(SERVER) + ":8080"))
          .isEqualTo("8080 from " + strange + " false");
      assertThat(stranger.asks("[" + ipv6(SERVER) + "]:8080"))
          .isEqualTo("8080 from " + seen(keepsSource ? ipv6(STRANGER) : "::6") + " false");
      assertThat(stranger.asks(ipv4(SERVER) + ":15020"))
          .isEqualTo("15020 from " + ipv4(STRANGER) + " false");

      // Itself: by its service through the proxy, by its addresses not, and never in a circle.
      String self = keepsSource ? ipv4(SERVER) : "127.0.0.6";
      assertThat(server.asks("10.78.0.10")).isEqualTo("8080 from " + self + " true");
      assertThat(server.asks("10.78.0.10:9000")).isEqualTo("9000 from " + self + " false");
      assertThat(server.asks(ipv4(SERVER) + ":8080"))
          .isEqualTo("8080 from " + ipv4(SERVER) + " false");
      assertThat(server.asks("127.0.0.1:8080")).isEqualTo("8080 from 127.0.0.1 false");

      mesh.write("strict.yaml", STRICT);
      Await.until(
          "plaintext to be refused",
          () ->
              stranger.asks(ipv4(SERVER) + ":8080").isEmpty()
                  && stranger.asks(ipv4(SERVER) + ":7777").isEmpty()
                  && stranger.asks("[" + ipv6(SERVER) + "]:8080").isEmpty()
                  && client.asks(ipv4(SERVER) + ":7777").isEmpty());
      assertThat(client.asks("10.78.0.10")).isEqualTo("8080 from " + seen + " true");
      assertThat(stranger.asks(ipv4(SERVER) + ":15020")).isNotEmpty();
      assertThat(server.asks("10.78.0.10")).isEqualTo("8080 from " + self + " true");

      mesh.meshConfig("outboundTrafficPolicy: {mode: REGISTRY_ONLY}\n");
      Await.until(
          "strangers to be unknown",
          () ->
              client.asks(ipv4(HUB) + ":7000").isEmpty()
                  && client.asks("[" + ipv6(HUB) + "]:7000").isEmpty());
      assertThat(client.asks("10.78.0.10")).isEqualTo("8080 from " + seen + " true");
      // Nobody is kept from what is not captured.
      assertThat(stranger.asks(ipv4(HUB) + ":7000")).isNotEmpty();
    }
  }

  /** As Java writes an IPv6 address. */
  private static String seen(String address) {
    return com.google.common.net.InetAddresses.forString(address).getHostAddress();
  }

  private record Caller(PodNetwork network, int pod) {
    String asks(String where) throws Exception {
      return network.call(pod, HOST, "http://" + where + "/");
    }
  }
}
