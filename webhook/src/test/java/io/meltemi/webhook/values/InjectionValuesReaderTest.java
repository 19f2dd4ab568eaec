package io.meltemi.webhook.values;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.common.collect.ImmutableMap;
import io.meltemi.webhook.values.InjectionValuesReader.Reading;
import org.junit.jupiter.api.Test;

final class InjectionValuesReaderTest {

  @Test
  void nothingMeansIstiosDefaults() {
    assertThat(accepted("")).isEqualTo(InjectionValues.DEFAULT);
    assertThat(accepted("{}")).isEqualTo(InjectionValues.DEFAULT);
    assertThat(InjectionValues.DEFAULT.global().istioNamespace()).isEqualTo("istio-system");
    assertThat(InjectionValues.DEFAULT.global().proxy().statusPort()).isEqualTo(15020);
    assertThat(InjectionValues.DEFAULT.revisionName()).isEqualTo("default");
  }

  @Test
  void jsonOfHelmIsRead() {
    InjectionValues values =
        accepted(
            """
            {"global": {"tag": 1.30, "proxy": {"logLevel": "debug", "resources":
              {"limits": {"cpu": 2, "memory": "1Gi"}}, "holdApplicationUntilProxyStarts": null}},
             "sidecarInjectorWebhook": {"neverInjectSelector": [
               {"matchExpressions": [{"key": "batch", "operator": "Exists"}]}]},
             "gateways": {"anything": "else"}}
            """);
    assertThat(values.global().tag()).isEqualTo("1.30");
    assertThat(values.global().proxy().resources().limits())
        .isEqualTo(ImmutableMap.of("cpu", "2", "memory", "1Gi"));
    assertThat(
            values
                .sidecarInjectorWebhook()
                .neverInjectSelector()
                .getFirst()
                .selects(ImmutableMap.of("batch", "")))
        .isTrue();
  }

  @Test
  void everyMistakeIsToldByItsPath() {
    assertThat(
            rejected(
                """
                global:
                  proxy: {statusPort: many, privileged: perhaps, resources: {limits: [1]}, autoInject: "on"}
                  imagePullSecrets: pull
                sidecarInjectorWebhook:
                  alwaysInjectSelector: [{matchExpressions: [{key: a, operator: Is}]}]
                """))
        .containsExactlyInAnyOrder(
            "global.proxy.statusPort: a number that is not negative is expected",
            "global.proxy.privileged: true or false is expected",
            "global.proxy.resources.limits: a mapping is expected",
            "global.proxy.autoInject: enabled or disabled is expected",
            "global.imagePullSecrets: a list is expected",
            "sidecarInjectorWebhook.alwaysInjectSelector[0].matchExpressions[0].operator:"
                + " In, NotIn, Exists or DoesNotExist is expected");
  }

  @Test
  void whatIsNotYamlIsRejected() {
    assertThat(rejected("a: b: c").getFirst()).startsWith("values:1:");
    assertThat(rejected("[1]")).containsExactly("values are one mapping");
    assertThat(rejected("a: &a [*a, *a]")).isNotEmpty();
  }

  private static InjectionValues accepted(String text) {
    return switch (InjectionValuesReader.read(text)) {
      case Reading.Accepted it -> it.values();
      case Reading.Rejected it -> throw new AssertionError(it.problems().toString());
    };
  }

  private static java.util.List<String> rejected(String text) {
    return switch (InjectionValuesReader.read(text)) {
      case Reading.Accepted it -> throw new AssertionError(it.values().toString());
      case Reading.Rejected it -> it.problems();
    };
  }
}
