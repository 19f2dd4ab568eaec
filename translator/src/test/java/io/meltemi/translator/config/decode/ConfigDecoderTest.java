package io.meltemi.translator.config.decode;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableSortedMap;
import com.google.protobuf.ByteString;
import io.meltemi.translator.config.ConfigObject;
import io.meltemi.translator.config.ConfigSpec;
import io.meltemi.translator.config.HttpRoute;
import io.meltemi.translator.config.KubePod;
import io.meltemi.translator.config.KubeSecret;
import io.meltemi.translator.config.KubeService;
import io.meltemi.translator.config.MeshConfig;
import io.meltemi.translator.config.StringMatch;
import io.meltemi.translator.config.VirtualService;
import io.meltemi.translator.diagnostic.ConfigKey;
import io.meltemi.translator.diagnostic.ConfigKind;
import io.meltemi.translator.diagnostic.Diagnostic;
import io.meltemi.translator.diagnostic.DiagnosticCode;
import io.meltemi.translator.diagnostic.Severity;
import java.time.Duration;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class ConfigDecoderTest {

  private static final String REVIEWS =
      """
      apiVersion: networking.istio.io/v1
      kind: VirtualService
      metadata:
        name: reviews
      spec:
        hosts: [reviews]
      """;

  private static final String ROUTES = "  tcp: [{route: [{destination: {host: reviews}}]}]\n";

  @Test
  void virtualServiceIsDecoded() {
    VirtualService reviews =
        only(
            """
            apiVersion: networking.istio.io/v1beta1
            kind: VirtualService
            metadata: {name: reviews, namespace: books}
            spec:
              hosts:
              - reviews
              http:
              - match:
                - headers:
                    end-user: {exact: jason}
                    x-canary: {}
                timeout: 1m30s
                route:
                - destination: {host: reviews, subset: v2, port: {number: 9080}}
                  weight: 25
            """,
            VirtualService.class);
    HttpRoute route = reviews.http().getFirst();
    assertThat(route.timeout()).contains(Duration.ofSeconds(90));
    assertThat(route.route().getFirst().weight()).isEqualTo(25);
    assertThat(route.match().getFirst().headers())
        .containsEntry("end-user", new StringMatch.Exact("jason"))
        .containsEntry("x-canary", new StringMatch.Present());
  }

  @Test
  void objectWithoutNamespaceIsInTheDefaultOne() {
    assertThat(ConfigFile.read("f", REVIEWS + ROUTES).objects().getFirst().object().key())
        .isEqualTo(new ConfigKey(ConfigKind.VIRTUAL_SERVICE, "default", "reviews"));
  }

  /** A bad text, and what is said about it. */
  record Bad(
      String why, String text, Severity severity, DiagnosticCode code, String field, int line) {

    @Override
    public String toString() {
      return why;
    }
  }

  static Stream<Bad> bad() {
    return Stream.of(
        error("unclosed quote", "kind: \"Virtual", DiagnosticCode.MALFORMED_DOCUMENT, "", 1),
        error("not an object", "- a\n- b\n", DiagnosticCode.MALFORMED_DOCUMENT, "", 1),
        error("just text", "hello", DiagnosticCode.MALFORMED_DOCUMENT, "", 1),
        error("no kind", "apiVersion: v1\n", DiagnosticCode.INCOMPLETE_OBJECT, "", 1),
        error(
            "no name",
            "apiVersion: v1\nkind: Service\nmetadata: {}\n",
            DiagnosticCode.INCOMPLETE_OBJECT,
            "",
            1),
        error(
            "upper-case name",
            REVIEWS.replace("name: reviews", "name: Reviews"),
            DiagnosticCode.INVALID_VALUE,
            "metadata.name",
            1),
        error(
            "misspelt kind",
            REVIEWS.replace("kind: VirtualService", "kind: VirtualServise"),
            DiagnosticCode.UNKNOWN_KIND,
            "",
            1),
        error(
            "version from the future",
            REVIEWS.replace("/v1", "/v7"),
            DiagnosticCode.UNKNOWN_KIND,
            "",
            1),
        error(
            "text for a list",
            REVIEWS.replace("[reviews]", "reviews"),
            DiagnosticCode.INVALID_VALUE,
            "spec.hosts",
            6),
        error(
            "number for a host",
            REVIEWS.replace("[reviews]", "[42]"),
            DiagnosticCode.INVALID_VALUE,
            "spec.hosts[0]",
            6),
        error(
            "bad duration",
            REVIEWS + "  http:\n  - timeout: soon\n",
            DiagnosticCode.INVALID_VALUE,
            "spec.http[0].timeout",
            8),
        error(
            "route without destination",
            REVIEWS + "  http:\n  - route:\n    - weight: 1\n",
            DiagnosticCode.MISSING_FIELD,
            "spec.http[0].route[0].destination",
            9),
        error(
            "number out of range",
            REVIEWS + "  http:\n  - match:\n    - port: 99999999999\n",
            DiagnosticCode.INVALID_VALUE,
            "spec.http[0].match[0].port",
            9),
        error(
            "two matches in one",
            REVIEWS + "  http:\n  - match:\n    - uri: {exact: /, prefix: /a}\n",
            DiagnosticCode.INVALID_VALUE,
            "spec.http[0].match[0].uri.prefix",
            9),
        error(
            "header match that is a text",
            REVIEWS + "  http:\n  - match:\n    - headers: {x: y}\n",
            DiagnosticCode.INVALID_VALUE,
            "spec.http[0].match[0].headers[x]",
            9),
        error(
            "key written twice",
            REVIEWS + "  hosts: [other]\n",
            DiagnosticCode.MALFORMED_DOCUMENT,
            "",
            7),
        error(
            "label that is a number",
            REVIEWS.replace("  name: reviews", "  name: reviews\n  labels: {version: 1}"),
            DiagnosticCode.INVALID_VALUE,
            "metadata.labels[version]",
            5),
        error(
            "unknown enum value",
            """
            apiVersion: networking.istio.io/v1
            kind: ServiceEntry
            metadata: {name: x}
            spec:
              hosts: [x.example.com]
              resolution: MAGIC
            """,
            DiagnosticCode.INVALID_VALUE,
            "spec.resolution",
            6),
        error(
            "port level that is no port",
            """
            apiVersion: security.istio.io/v1
            kind: PeerAuthentication
            metadata: {name: x}
            spec:
              portLevelMtls:
                http: {mode: STRICT}
            """,
            DiagnosticCode.INVALID_VALUE,
            "spec.portLevelMtls",
            6),
        warning("unknown field", REVIEWS + "  htpp: []\n" + ROUTES, "spec.htpp", 7),
        warning("snake case", REVIEWS + "  export_to: []\n" + ROUTES, "spec.export_to", 7),
        warning("field outside of the spec", REVIEWS + ROUTES + "hosts: []\n", "hosts", 8));
  }

  @ParameterizedTest
  @MethodSource("bad")
  void mistakeIsReportedWithItsPlace(Bad bad) {
    ConfigFile file = ConfigFile.read("bad.yaml", bad.text());
    assertThat(file.diagnostics()).hasSize(1);
    Diagnostic diagnostic = file.diagnostics().getFirst();
    assertThat(diagnostic.code()).isEqualTo(bad.code());
    assertThat(diagnostic.severity()).isEqualTo(bad.severity());
    assertThat(diagnostic.field()).isEqualTo(bad.field());
    assertThat(diagnostic.position().line()).isEqualTo(bad.line());
    assertThat(file.objects()).hasSize(bad.severity() == Severity.WARNING ? 1 : 0);
  }

  @Test
  void similarFieldIsSuggested() {
    assertThat(ConfigFile.read("f", REVIEWS + "  htpp: []\n").diagnostics().getFirst().message())
        .contains("did you mean \"http\"?");
  }

  @Test
  void everyMistakeOfAnObjectIsReportedAtOnce() {
    ConfigFile file =
        ConfigFile.read(
            "f", REVIEWS + "  http:\n  - timeout: soon\n    retries: {attempts: many}\n  x: y\n");
    assertThat(file.diagnostics())
        .extracting(Diagnostic::field)
        .containsExactly("spec.http[0].timeout", "spec.http[0].retries.attempts", "spec.x");
  }

  @Test
  void objectsOfOthersArePassedOver() {
    ConfigFile file =
        ConfigFile.read("f", "apiVersion: apps/v1\nkind: Deployment\nmetadata: {name: x}\n");
    assertThat(file.objects()).isEmpty();
    assertThat(file.diagnostics()).extracting(Diagnostic::severity).containsOnly(Severity.INFO);
  }

  @Test
  void serviceIsNarrowed() {
    KubeService service =
        only(
            """
            apiVersion: v1
            kind: Service
            metadata: {name: reviews}
            spec:
              clusterIP: None
              sessionAffinity: ClientIP
              selector: {app: reviews}
              ports:
              - {name: http, port: 9080, targetPort: web, appProtocol: http2}
              - {name: tcp, port: 9000, targetPort: 9001}
            status: {loadBalancer: {ingress: [{ip: 192.0.2.1}]}}
            """,
            KubeService.class);
    assertThat(service.isHeadless()).isTrue();
    assertThat(service.ports())
        .extracting(port -> port.targetPort().orElseThrow())
        .containsExactly(
            new KubeService.TargetPort.Named("web"), new KubeService.TargetPort.Numbered(9001));
    assertThat(service.loadBalancerIngress())
        .containsExactly(new KubeService.Ingress("192.0.2.1", ""));
  }

  @Test
  void podIsNarrowed() {
    KubePod pod =
        only(
            """
            apiVersion: v1
            kind: Pod
            metadata: {name: reviews-1, labels: {app: reviews}}
            spec:
              nodeName: node-1
              serviceAccountName: reviews
              containers: [{name: app, ports: [{name: web, containerPort: 9080}]}]
            status:
              phase: Running
              podIPs: [{ip: 10.0.0.1}, {ip: "fd00::1"}]
              conditions: [{type: Initialized, status: "True"}, {type: Ready, status: "True"}]
            """,
            KubePod.class);
    assertThat(pod.podIPs()).containsExactly("10.0.0.1", "fd00::1");
    assertThat(pod.ready()).isTrue();
    assertThat(pod.ports()).containsExactly(new KubePod.ContainerPort("web", 9080, ""));
  }

  @Test
  void secretTakesTextAndBase64() {
    KubeSecret secret =
        only(
            """
            apiVersion: v1
            kind: Secret
            metadata: {name: tls}
            type: kubernetes.io/tls
            data: {tls.crt: aGVsbG8=}
            stringData: {tls.key: plain}
            """,
            KubeSecret.class);
    assertThat(secret.data())
        .isEqualTo(
            ImmutableSortedMap.of(
                "tls.crt", ByteString.copyFromUtf8("hello"),
                "tls.key", ByteString.copyFromUtf8("plain")));
  }

  @Test
  void nothingOfASecretIsQuotedInADiagnostic() {
    ConfigFile file =
        ConfigFile.read(
            "f",
            """
            apiVersion: v1
            kind: Secret
            metadata: {name: tls}
            data: {tls.crt: "%%hunter2%%"}
            stringData: {pin: 424242}
            """);
    assertThat(file.diagnostics()).hasSize(2);
    assertThat(file.diagnostics().toString()).doesNotContain("hunter2").doesNotContain("424242");
  }

  @Test
  void copyThatKubectlKeepsIsLeftOut() {
    ConfigObject<?> object =
        ConfigFile.read(
                "f",
                (REVIEWS + ROUTES)
                    .replace(
                        "  name: reviews",
                        """
                      name: reviews
                      annotations:
                        kubectl.kubernetes.io/last-applied-configuration: '{}'
                        kept: 'yes'\
                    """))
            .objects()
            .getFirst()
            .object();
    assertThat(object.meta().annotations()).containsOnlyKeys("kept");
  }

  @Test
  void valuesOfAnApiServerAreDecodedTheSame() {
    ConfigTree tree =
        ConfigTree.of(
            Map.of(
                "apiVersion",
                "v1",
                "kind",
                "Service",
                "metadata",
                Map.of("name", "x"),
                "spec",
                Map.of("ports", ImmutableList.of(Map.of("port", 80)))));
    Decoded<?> decoded = ConfigDecoder.decode(Document.ofSource("kubernetes", tree));
    assertThat(decoded).isInstanceOf(Decoded.Accepted.class);
  }

  @Test
  void meshConfigTakesBothSpellings() {
    Decoded<?> decoded =
        MeshConfigReader.read("mesh.yaml", "proxy_listen_port: 1\nproxyHttpPort: 2\nfoo: 3\n");
    assertThat(decoded.diagnostics()).extracting(Diagnostic::field).containsExactly("foo");
  }

  @Test
  void emptyMeshConfigSaysNothing() {
    assertThat(MeshConfigReader.read("mesh.yaml", "# nothing\n"))
        .isInstanceOfSatisfying(
            Decoded.Accepted.class,
            accepted -> assertThat(accepted.object().spec()).isEqualTo(MeshConfig.EMPTY));
  }

  private static <T extends ConfigSpec> T only(String text, Class<T> type) {
    ConfigFile file = ConfigFile.read("test.yaml", text);
    assertThat(file.diagnostics()).isEmpty();
    return type.cast(file.objects().getFirst().object().spec());
  }

  private static Bad error(String why, String text, DiagnosticCode code, String field, int line) {
    return new Bad(why, text, Severity.ERROR, code, field, line);
  }

  private static Bad warning(String why, String text, String field, int line) {
    return new Bad(why, text, Severity.WARNING, DiagnosticCode.UNKNOWN_FIELD, field, line);
  }
}
