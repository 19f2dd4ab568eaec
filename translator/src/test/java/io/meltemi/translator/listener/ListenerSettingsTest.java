package io.meltemi.translator.listener;

import static io.meltemi.translator.listener.ListenerFixtures.http;
import static io.meltemi.translator.listener.ListenerFixtures.listener;
import static io.meltemi.translator.listener.ListenerFixtures.names;
import static io.meltemi.translator.listener.ListenerFixtures.tcp;
import static org.assertj.core.api.Assertions.assertThat;

import com.google.common.collect.ImmutableMap;
import com.google.protobuf.InvalidProtocolBufferException;
import io.envoyproxy.envoy.config.core.v3.HttpProtocolOptions.HeadersWithUnderscoresAction;
import io.envoyproxy.envoy.config.core.v3.SubstitutionFormatString;
import io.envoyproxy.envoy.config.listener.v3.Listener;
import io.envoyproxy.envoy.extensions.access_loggers.file.v3.FileAccessLog;
import io.envoyproxy.envoy.extensions.filters.network.http_connection_manager.v3.HttpConnectionManager;
import io.envoyproxy.envoy.extensions.filters.network.http_connection_manager.v3.HttpConnectionManager.ForwardClientCertDetails;
import io.envoyproxy.envoy.extensions.filters.network.http_connection_manager.v3.HttpConnectionManager.PathWithEscapedSlashesAction;
import io.envoyproxy.envoy.extensions.filters.network.http_connection_manager.v3.HttpConnectionManager.ServerHeaderTransformation;
import org.junit.jupiter.api.Test;

class ListenerSettingsTest {

  private static final String WEB =
      """
      apiVersion: v1
      kind: Service
      metadata: {name: web, namespace: shop}
      spec:
        clusterIP: 10.0.0.1
        ports: [{name: http, port: 80}, {name: any, port: 90, appProtocol: mystery}]
      ---
      apiVersion: networking.istio.io/v1
      kind: Gateway
      metadata: {name: edge, namespace: shop}
      spec:
        selector: {istio: ingress}
        servers:
        - port: {number: 80, name: http, protocol: HTTP}
          hosts: ["*"]
      """;

  private static Listeners outbound(String meshConfig) {
    return Mesh.of(meshConfig, WEB).outbound("shop");
  }

  private static HttpConnectionManager web(String meshConfig) {
    return http(listener(outbound(meshConfig), "0.0.0.0_80").getFilterChains(0));
  }

  private static Listener edge(String meshConfig) {
    return listener(
        Mesh.of(meshConfig, WEB).gateway("shop/edge", ImmutableMap.of("istio", "ingress")),
        "0.0.0.0_80");
  }

  @Test
  void pathsAreNormalisedByDefault() {
    HttpConnectionManager http = web("{}");
    assertThat(http.getNormalizePath().getValue()).isTrue();
    assertThat(http.getMergeSlashes()).isFalse();
  }

  @Test
  void pathsAreNormalisedAsTheMeshSays() {
    assertThat(web("pathNormalization: {normalization: NONE}").getNormalizePath().getValue())
        .isFalse();
    HttpConnectionManager all = web("pathNormalization: {normalization: DECODE_AND_MERGE_SLASHES}");
    assertThat(all.getMergeSlashes()).isTrue();
    assertThat(all.getPathWithEscapedSlashesAction())
        .isEqualTo(PathWithEscapedSlashesAction.UNESCAPE_AND_FORWARD);
  }

  @Test
  void withoutAFileThereIsNoAccessLog() {
    assertThat(web("{}").getAccessLogList()).isEmpty();
    assertThat(listener(outbound("{}"), "virtualOutbound").getAccessLogList()).isEmpty();
  }

  @Test
  void theAccessLogIsTextWithIstiosFieldsByDefault() {
    String line = format("accessLogFile: /dev/stdout").getTextFormatSource().getInlineString();
    assertThat(line).startsWith("[%START_TIME%] \"%REQ(:METHOD)%").endsWith("%ROUTE_NAME%\n");
  }

  @Test
  void anOwnLineEndsWithALineBreak() {
    assertThat(
            format("{accessLogFile: /dev/stdout, accessLogFormat: '%DURATION%'}")
                .getTextFormatSource()
                .getInlineString())
        .isEqualTo("%DURATION%\n");
  }

  @Test
  void jsonHasIstiosFieldsOrItsOwn() {
    assertThat(
            format("{accessLogFile: /dev/stdout, accessLogEncoding: JSON}")
                .getJsonFormat()
                .getFieldsMap())
        .hasSize(24)
        .containsKeys("start_time", "route_name", "upstream_transport_failure_reason");
    assertThat(
            format(
                    """
                    accessLogFile: /dev/stdout
                    accessLogEncoding: JSON
                    accessLogFormat: '{"took": "%DURATION%"}'
                    """)
                .getJsonFormat()
                .getFieldsMap())
        .containsOnlyKeys("took");
  }

  @Test
  void jsonThatIsNoneFallsBackToIstiosFields() {
    assertThat(
            format(
                    """
                    accessLogFile: /dev/stdout
                    accessLogEncoding: JSON
                    accessLogFormat: '{nonsense'
                    """)
                .getJsonFormat()
                .getFieldsMap())
        .hasSize(24);
  }

  @Test
  void aListenerLogsWhatMatchesNoChain() {
    Listeners made = outbound("accessLogFile: /dev/stdout");
    Listener virtual = listener(made, "virtualOutbound");
    assertThat(virtual.getAccessLog(0).getFilter().getResponseFlagFilter().getFlagsList())
        .containsExactly("NR");
    assertThat(tcp(virtual.getFilterChains(1)).getAccessLogList()).hasSize(1);
    assertThat(
            listener(
                    outbound("{accessLogFile: /dev/stdout, disableEnvoyListenerLog: true}"),
                    "virtualOutbound")
                .getAccessLogList())
        .isEmpty();
  }

  private static SubstitutionFormatString format(String meshConfig) {
    try {
      return web(meshConfig)
          .getAccessLog(0)
          .getTypedConfig()
          .unpack(FileAccessLog.class)
          .getLogFormat();
    } catch (InvalidProtocolBufferException e) {
      throw new AssertionError(e);
    }
  }

  @Test
  void detectionWaitsAsLongAsTheMeshSays() {
    assertThat(listener(outbound("{}"), "10.0.0.1_90").getListenerFiltersTimeout().getSeconds())
        .isZero();
    assertThat(
            listener(outbound("protocolDetectionTimeout: 5s"), "10.0.0.1_90")
                .getListenerFiltersTimeout()
                .getSeconds())
        .isEqualTo(5);
  }

  @Test
  void portsOfTheMeshAreItsOwn() {
    Listeners made = outbound("{proxyListenPort: 16001, proxyHttpPort: 16002}");
    assertThat(names(made)).contains("virtualOutbound", "127.0.0.1_16002");
    assertThat(listener(made, "virtualOutbound").getAddress().getSocketAddress().getPortValue())
        .isEqualTo(16001);
    Listener proxy = listener(made, "127.0.0.1_16002");
    assertThat(http(proxy.getFilterChains(0)).getRds().getRouteConfigName())
        .isEqualTo("http_proxy");
    assertThat(made.resources().get("127.0.0.1_16002").orElseThrow().origins()).isEmpty();
  }

  @Test
  void headersAreAsTheMeshSays() {
    HttpConnectionManager http =
        web(
            """
            defaultConfig:
              proxyHeaders:
                requestId: {disabled: true}
                server: {disabled: true}
                preserveHttp1HeaderCase: true
            """);
    assertThat(http.getGenerateRequestId().getValue()).isFalse();
    assertThat(http.hasGenerateRequestId()).isTrue();
    assertThat(http.getServerHeaderTransformation())
        .isEqualTo(ServerHeaderTransformation.PASS_THROUGH);
    assertThat(http.getHttpProtocolOptions().getHeaderKeyFormat().hasStatefulFormatter()).isTrue();
  }

  @Test
  void aGatewayTrustsNobodyInFrontUnlessTold() {
    HttpConnectionManager alone = http(edge("{}").getFilterChains(0));
    assertThat(alone.getXffNumTrustedHops()).isZero();
    assertThat(alone.getForwardClientCertDetails())
        .isEqualTo(ForwardClientCertDetails.SANITIZE_SET);
    HttpConnectionManager behind =
        http(
            edge("""
                    defaultConfig:
                      gatewayTopology:
                        numTrustedProxies: 2
                        forwardClientCertDetails: FORWARD_ONLY
                    """)
                .getFilterChains(0));
    assertThat(behind.getXffNumTrustedHops()).isEqualTo(2);
    assertThat(behind.getForwardClientCertDetails())
        .isEqualTo(ForwardClientCertDetails.FORWARD_ONLY);
  }

  @Test
  void aGatewayReadsTheProxyProtocolWhenTold() {
    assertThat(
            edge("defaultConfig: {gatewayTopology: {proxyProtocol: {}}}")
                .getListenerFilters(0)
                .getName())
        .isEqualTo("envoy.filters.listener.proxy_protocol");
  }

  @Test
  void theEdgeProfileIsEnvoysAdvice() {
    Listener listener = edge("defaultConfig: {connectionSettings: {profile: EDGE}}");
    assertThat(listener.getPerConnectionBufferLimitBytes().getValue()).isEqualTo(32 * 1024);
    HttpConnectionManager http = http(listener.getFilterChains(0));
    assertThat(http.getStreamIdleTimeout().getSeconds()).isEqualTo(300);
    assertThat(http.getRequestTimeout().getSeconds()).isEqualTo(300);
    assertThat(http.getCommonHttpProtocolOptions().getHeadersWithUnderscoresAction())
        .isEqualTo(HeadersWithUnderscoresAction.REJECT_REQUEST);
    assertThat(http.getPathWithEscapedSlashesAction())
        .isEqualTo(PathWithEscapedSlashesAction.UNESCAPE_AND_REDIRECT);
  }
}
