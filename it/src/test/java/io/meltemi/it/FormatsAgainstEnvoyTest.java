package io.meltemi.it;

import static org.assertj.core.api.Assertions.assertThat;

import io.meltemi.it.envoy.EnvoyProvider;
import io.meltemi.translator.config.check.FormatCommands;
import io.meltemi.translator.config.decode.ConfigFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What we think of Envoy's substitution format is what the Envoy that we run with thinks. */
final class FormatsAgainstEnvoyTest {

  private static final String BOOTSTRAP =
      """
      static_resources:
        listeners:
        - name: formats
          address: {socket_address: {address: 127.0.0.1, port_value: 0}}
          filter_chains:
          - filters:
            - name: envoy.filters.network.http_connection_manager
              typed_config:
                '@type': type.googleapis.com/envoy.extensions.filters.network.http_connection_manager.v3.HttpConnectionManager
                stat_prefix: formats
                http_filters:
                - name: envoy.filters.http.router
                  typed_config:
                    '@type': type.googleapis.com/envoy.extensions.filters.http.router.v3.Router
                route_config:
                  virtual_hosts:
                  - name: formats
                    domains: ['*']
                    request_headers_to_add:
      """;

  @TempDir private Path folder;

  @Test
  void everyCommandThatMayStandAloneMayInEnvoy() throws Exception {
    List<String> formats =
        FormatCommands.names().stream()
            .map(name -> "%" + name + "%")
            .filter(format -> isTaken(format))
            .toList();
    assertThat(formats).hasSizeGreaterThan(140);
    assertThat(envoySays(formats)).isEmpty();
  }

  /** What kills Envoy ({@code %COALESCE(8)%}) is not asked. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "100%%",
        "%REQ(:METHOD)% %REQ(X-ENVOY-ORIGINAL-PATH?:PATH):10%",
        "%START_TIME(%Y/%m/%dT%H:%M:%S.%3f)%",
        "%COMMON_DURATION(DS_RX_BEG:US_TX_END:us)%",
        "%FILTER_STATE(a:FIELD:b)% %FILTER_STATE(a)%",
        "%METADATA(ROUTE:istio:config)%",
        "%CEL(size(request.path))%",
        "%GRPC_STATUS(NUMBER)%",
        "%PATH(NQ:ORIG)%",
        "%COALESCE({\"operators\": [\"PROTOCOL\", {\"command\": \"REQ\", \"param\": \"a\"}]})%",
        "50% off",
        "%REQ(a)",
        "%req(a)%",
        "%NO_SUCH_COMMAND%",
        "%PROTOCOL(a)%",
        "%PROTOCOL:3%",
        "%START_TIME:3%",
        "%REQ%",
        "%REQ(a?b?c)%",
        "%REQ(a b)%",
        "%START_TIME(%Y%n)%",
        "%COMMON_DURATION(a:b:s)%",
        "%FILTER_STATE(a:FIELD)%",
        "%METADATA(HOST:a)%",
        "%ENVIRONMENT%",
        "%GRPC_STATUS(a)%",
        "%PATH(WQ:X)%",
        "%COALESCE({\"operators\": [8]})%",
        "%COALESCE({\"operators\": [\"NO_SUCH\"]})%",
      })
  void verdictsAreTheSame(String format) throws Exception {
    assertThat(isTaken(format)).isEqualTo(envoySays(List.of(format)).isEmpty());
  }

  private static boolean isTaken(String format) {
    return ConfigFile.read(
            "formats.yaml",
            """
            apiVersion: networking.istio.io/v1
            kind: VirtualService
            metadata: {name: formats, namespace: default}
            spec:
              hosts: [formats]
              http:
              - headers: {request: {set: {x: '%s'}}}
                route: [{destination: {host: formats}}]
            """
                .formatted(format))
        .diagnostics()
        .isEmpty();
  }

  private String envoySays(List<String> formats) throws Exception {
    StringBuilder bootstrap = new StringBuilder(BOOTSTRAP);
    for (String format : formats) {
      bootstrap
          .append(" ".repeat(14))
          .append("- header: {key: x, value: '")
          .append(format)
          .append("'}\n");
    }
    Path file = Files.createTempFile(folder, "formats", ".yaml");
    Files.writeString(file, bootstrap);
    return EnvoyProvider.find().validate(file);
  }
}
