package io.meltemi.translator.config.check;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.common.collect.ImmutableList;
import io.meltemi.translator.diagnostic.ConfigKey;
import io.meltemi.translator.diagnostic.Diagnostic;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The same texts are asked of a real Envoy in {@code it}. */
final class FormatChecksTest {

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "plain",
        "100%%",
        "%%%REQ(a)%%%",
        "%PROTOCOL%%DURATION%",
        "%REQ(:METHOD)% %REQ(X-ENVOY-ORIGINAL-PATH?:PATH):10%",
        "%START_TIME(%Y/%m/%dT%H:%M:%S.%3f)%",
        "%COMMON_DURATION(DS_RX_BEG:US_TX_END:us)%",
        "%FILTER_STATE(a:FIELD:b)% %FILTER_STATE(a)%",
        "%METADATA(ROUTE:istio:config)%",
        "%DYNAMIC_METADATA(a:b):20%",
        "%CEL(size(request.path))%",
        "%GRPC_STATUS% %GRPC_STATUS(NUMBER)%",
        "%PATH(NQ:ORIG)%",
        "%COALESCE({\"operators\": [\"PROTOCOL\", {\"command\": \"REQ\", \"param\": \"a\"}]})%",
        "line\nbreaks are for %HOSTNAME% logs\n",
      })
  void whatEnvoyTakes(String format) {
    assertThat(said(format)).isEmpty();
  }

  @ParameterizedTest
  @CsvSource(
      quoteCharacter = '`',
      delimiter = '|',
      value = {
        "% | begins no %COMMAND%",
        "50% off | begins no %COMMAND%",
        "%REQ(a) | begins no %COMMAND%",
        "%req(a)% | begins no %COMMAND%",
        "%REQ(a):x% | begins no %COMMAND%",
        "%REQ(a):99999999999999999999% | begins no %COMMAND%",
        "%NO_SUCH_COMMAND% | has %NO_SUCH_COMMAND%: Envoy has no command of that name",
        "%PROTOCOL% and %100% | has %100%: Envoy has no command of that name",
        "%PROTOCOL(a)% | takes no parameters",
        "%PROTOCOL:3% | takes no length",
        "%START_TIME:3% | takes no length",
        "%REQ% | needs a header's name",
        "%REQ()% | needs a header's name",
        "%REQ(a?b?c)% | at most one alternative",
        "%REQ(a b)% | is not a header's name",
        "%REQ(a)b)% | is not a header's name",
        "%START_TIME(%Y%n)% | no line break",
        "%COMMON_DURATION(a)% | two points in time",
        "%COMMON_DURATION(a:b:s)% | two points in time",
        "%FILTER_STATE% | needs a key",
        "%FILTER_STATE(a:FIELD)% | needs a key",
        "%FILTER_STATE(a:PLAIN:b)% | needs a key",
        "%METADATA(HOST:a)% | begins with one of",
        "%ENVIRONMENT% | needs parameters",
        "%GRPC_STATUS(a)% | takes one of",
        "%PATH(WQ:X)% | takes one of",
        "%COALESCE(8)% | needs {",
        "%COALESCE({\"operators\": []})% | needs {",
        "%COALESCE({\"operators\": [8]})% | needs {",
        "%COALESCE({\"operators\": [\"NO_SUCH\"]})% | NO_SUCH: Envoy has no command",
        "%COALESCE({\"operators\": [{\"command\": \"COALESCE\", \"param\": \"8\"}]})% | needs {",
      })
  void whatEnvoyRefusesIsNamed(String format, String message) {
    assertThat(said(format))
        .singleElement()
        .satisfies(found -> assertThat(found.message()).contains(message));
  }

  @Test
  void jsonIsReadValueByValue() {
    assertThat(json("{\"a%b\": \"%PROTOCOL%\", \"c\": {\"d\": [\"%REQ(e)%\", 5]}}")).isEmpty();
    assertThat(json("{\"a\": {\"b\": [\"%NO_SUCH%\"]}}"))
        .singleElement()
        .satisfies(found -> assertThat(found.field()).isEqualTo("a.b"));
    assertThat(json("%PROTOCOL%"))
        .singleElement()
        .satisfies(found -> assertThat(found.message()).contains("is not an object in JSON"));
  }

  @Test
  void longTextsAreQuick() {
    assertThat(said("%REQ(a)%".repeat(2_000))).isEmpty();
    assertThat(said("%REQ(".repeat(3_000))).hasSize(1);
  }

  private static ImmutableList<Diagnostic> said(String format) {
    Findings findings = Findings.of(ConfigKey.NONE);
    FormatChecks.text(findings, format);
    return findings.toList();
  }

  private static ImmutableList<Diagnostic> json(String format) {
    Findings findings = Findings.of(ConfigKey.NONE);
    FormatChecks.json(findings, format);
    return findings.toList();
  }
}
