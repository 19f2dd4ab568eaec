package io.meltemi.translator.naming;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Names of routes and virtual hosts are printed and parsed back. */
class RouteNameTest {

  static List<RouteName> names() {
    return List.of(
        new RouteName.Port(9080),
        new RouteName.Detected("reviews.default.svc.cluster.local", 9080),
        new RouteName.Socket("unix:///var/run/out.sock"),
        new RouteName.HttpProxy(),
        new RouteName.Inbound(9080),
        new RouteName.GatewayHttp(8080, ""),
        new RouteName.GatewayHttp(8080, "10.0.0.1"),
        new RouteName.GatewayHttps(443, "https", "gateway", "istio-system", ""),
        new RouteName.GatewayHttps(443, "https", "my.gateway", "default", ""),
        new RouteName.GatewayHttps(443, "https", "gateway", "default", "10.0.0.1"));
  }

  @ParameterizedTest
  @MethodSource("names")
  void routeNamesSurviveARoundTrip(RouteName name) {
    assertThat(RouteName.parse(name.toString())).contains(name);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "https.443", "http", "host:port", "http.x"})
  void otherTextsAreNoRouteNames(String text) {
    assertThat(RouteName.parse(text)).isEmpty();
  }

  @Test
  void virtualHostNamesSurviveARoundTrip() {
    for (VirtualHostName name :
        List.of(
            new VirtualHostName("reviews.default.svc.cluster.local", 9080),
            new VirtualHostName("*.example.com", 80),
            new VirtualHostName("2001:db8::1", 80))) {
      assertThat(VirtualHostName.parse(name.toString())).contains(name);
    }
    assertThat(VirtualHostName.parse(VirtualHostName.ALLOW_ANY)).isEmpty();
  }
}
