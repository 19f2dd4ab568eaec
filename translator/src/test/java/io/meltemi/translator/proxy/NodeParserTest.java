package io.meltemi.translator.proxy;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.Struct;
import com.google.protobuf.Value;
import io.meltemi.translator.config.MeshProxyConfig;
import io.meltemi.translator.model.Locality;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class NodeParserTest {

  private static final String ID = "sidecar~10.0.0.1~web-0.shop~shop.svc.cluster.local";

  private static ProxyDescriptor parse(String id, Struct.Builder metadata) {
    return switch (NodeParser.parse(id, metadata.build(), Locality.UNKNOWN)) {
      case ParsedNode.Known(ProxyDescriptor descriptor, _) -> descriptor;
      case ParsedNode.Refused(String reason) -> throw new AssertionError(reason);
    };
  }

  @Test
  void nodeIdAloneIsEnough() {
    ProxyDescriptor proxy = parse(ID, Struct.newBuilder());
    assertThat(proxy.kind()).isEqualTo(ProxyKind.SIDECAR);
    assertThat(proxy.id()).isEqualTo("web-0.shop");
    assertThat(proxy.namespace()).isEqualTo("shop");
    assertThat(proxy.addresses()).containsExactly("10.0.0.1");
    assertThat(proxy.dnsDomain()).isEqualTo("shop.svc.cluster.local");
    assertThat(proxy.interceptionMode()).isEqualTo(InterceptionMode.REDIRECT);
    assertThat(proxy.secrets()).isEqualTo(SecretSource.AGENT);
  }

  @Test
  void metadataFillsInTheRest() {
    ProxyDescriptor proxy =
        parse(
            "router~10.0.0.1~vm.east.shop~shop.svc.cluster.local",
            Struct.newBuilder()
                .putFields("NAMESPACE", Proxies.text("shop"))
                .putFields("INSTANCE_IPS", Proxies.text("10.0.0.1,fd00::1"))
                .putFields("SERVICE_ACCOUNT", Proxies.text("web"))
                .putFields("INTERCEPTION_MODE", Proxies.text("TPROXY"))
                .putFields(NodeParser.SECRETS, Proxies.text("ads"))
                .putFields("DNS_CAPTURE", Value.newBuilder().setBoolValue(true).build())
                .putFields("HTTP10", Value.newBuilder().setNumberValue(1).build())
                .putFields("PROXY_CONFIG", Proxies.text("long and of no use"))
                .putFields(
                    "LABELS",
                    Value.newBuilder()
                        .setStructValue(Struct.newBuilder().putFields("app", Proxies.text("web")))
                        .build()));
    assertThat(proxy.kind()).isEqualTo(ProxyKind.ROUTER);
    assertThat(proxy.name()).isEqualTo("vm.east");
    assertThat(proxy.addresses()).containsExactly("10.0.0.1", "fd00::1");
    assertThat(proxy.labels()).containsEntry("app", "web");
    assertThat(proxy.serviceAccount()).isEqualTo("web");
    assertThat(proxy.interceptionMode()).isEqualTo(InterceptionMode.TPROXY);
    assertThat(proxy.secrets()).isEqualTo(SecretSource.ADS);
    assertThat(proxy.metadata())
        .containsOnlyKeys("DNS_CAPTURE", "HTTP10")
        .containsEntry("DNS_CAPTURE", "true")
        .containsEntry("HTTP10", "1");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "envoy",
        "sidecar~10.0.0.1~web.shop",
        "ztunnel~10.0.0.1~web.shop~shop.svc.cluster.local",
        "sidecar~~web.shop~shop.svc.cluster.local",
        "sidecar~1~2~3~4"
      })
  void otherNodesAreRefusedWithReason(String id) {
    assertThat(NodeParser.parse(id, Struct.getDefaultInstance(), Locality.UNKNOWN))
        .isInstanceOfSatisfying(
            ParsedNode.Refused.class, refused -> assertThat(refused.reason()).isNotEmpty());
  }

  @Test
  void reasonsRepeatNoControlCharactersAndNoNovels() {
    String hostile = "a\n\u001b[31m" + "x".repeat(100_000);
    assertThat(NodeParser.parse(hostile, Struct.getDefaultInstance(), Locality.UNKNOWN))
        .isInstanceOfSatisfying(
            ParsedNode.Refused.class,
            refused ->
                assertThat(refused.reason()).hasSizeLessThan(400).doesNotContain("\n", "\u001b"));
  }

  @Test
  void podPortsThatAreNoJsonAreNone() {
    assertThat(PodPorts.parse("[{\"name\":\"http\",\"containerPort\":8080,\"protocol\":\"TCP\"}]"))
        .containsEntry("http", 8080);
    assertThat(PodPorts.parse("[{\"name\":")).isEmpty();
    assertThat(PodPorts.parse("[1, {\"name\": 2, \"containerPort\": \"x\"}]")).isEmpty();
  }

  @Test
  void ofAnAgentsConfigurationWhatItsProxyIsToldIsKept() {
    Struct.Builder topology = Struct.newBuilder();
    topology.putFields("numTrustedProxies", Value.newBuilder().setNumberValue(2).build());
    Struct.Builder config =
        Struct.newBuilder()
            .putFields("gatewayTopology", struct(topology))
            .putFields("concurrency", Value.newBuilder().setNumberValue(4).build())
            .putFields("ofANewerAgent", Proxies.text("whatever"));
    MeshProxyConfig said =
        parse(ID, Struct.newBuilder().putFields("PROXY_CONFIG", struct(config)))
            .config()
            .orElseThrow();
    assertThat(said.gatewayTopology().orElseThrow().numTrustedProxies()).isEqualTo(2);
    assertThat(said.concurrency()).as("what others need not differ for").isEmpty();
  }

  @Test
  void aConfigurationThatTellsItNothingIsNone() {
    Struct.Builder config =
        Struct.newBuilder().putFields("concurrency", Value.newBuilder().setNumberValue(4).build());
    assertThat(parse(ID, Struct.newBuilder().putFields("PROXY_CONFIG", struct(config))).config())
        .isEmpty();
  }

  @Test
  void ourOwnIsText() {
    assertThat(
            parse(
                    ID,
                    Struct.newBuilder()
                        .putFields(
                            NodeParser.CONFIG,
                            Proxies.text("proxyHeaders: {server: {value: mine}}\n")))
                .config()
                .orElseThrow()
                .proxyHeaders()
                .flatMap(MeshProxyConfig.ProxyHeaders::server)
                .orElseThrow()
                .value())
        .isEqualTo("mine");
  }

  @Test
  void whatCannotBeReadIsSaidAndKeepsTheProxyFromNothingElse() {
    ParsedNode parsed =
        NodeParser.parse(
            ID,
            Struct.newBuilder()
                .putFields(NodeParser.CONFIG, Proxies.text("gatewayTopology: [1]"))
                .build(),
            Locality.UNKNOWN);
    assertThat(parsed)
        .isInstanceOfSatisfying(
            ParsedNode.Known.class,
            known -> {
              assertThat(known.descriptor().config()).isEmpty();
              assertThat(known.remark().orElseThrow())
                  .contains("not heeded", "defaultConfig.gatewayTopology");
            });
  }

  private static Value struct(Struct.Builder fields) {
    return Value.newBuilder().setStructValue(fields).build();
  }
}
