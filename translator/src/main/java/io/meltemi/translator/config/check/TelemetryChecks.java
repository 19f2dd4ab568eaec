package io.meltemi.translator.config.check;

import io.meltemi.translator.config.CustomTag;
import io.meltemi.translator.config.Telemetry;
import java.util.Map;

/** Checks a Telemetry. */
final class TelemetryChecks {

  private TelemetryChecks() {}

  static void check(Findings at, Telemetry telemetry) {
    SelectorChecks.attachment(
        at,
        new SelectorChecks.Attachment(
            telemetry.selector(), telemetry.targetRef(), telemetry.targetRefs()));
    at.each("tracing", telemetry.tracing(), TelemetryChecks::tracing);
    at.each("metrics", telemetry.metrics(), TelemetryChecks::metrics);
    if (telemetry.tracing().size() > 1) {
      at.at("tracing").ineffective("only the first entry is used");
    }
  }

  private static void tracing(Findings at, Telemetry.Tracing tracing) {
    if (tracing.providers().size() > 1) {
      at.at("providers").invalid("takes one provider");
    }
    at.present(
        "randomSamplingPercentage",
        tracing.randomSamplingPercentage(),
        (f, percent) -> NumberChecks.percent(f, percent));
    customTags(at, tracing.customTags());
  }

  static void customTags(Findings at, Map<String, CustomTag> tags) {
    tags.forEach(
        (name, tag) -> {
          Findings entry = at.entry("customTags", name);
          if (name.isEmpty()) {
            entry.invalid("a tag has a name");
          }
          switch (tag) {
            case CustomTag.Literal _, CustomTag.Environment _ -> {}
            case CustomTag.RequestHeader header ->
                HeaderChecks.name(
                    entry.at("header").at("name"),
                    header.name().startsWith(":") ? header.name().substring(1) : header.name());
            case CustomTag.Formatter formatter ->
                FormatChecks.text(entry.at("formatter").at("value"), formatter.value());
          }
        });
  }

  private static void metrics(Findings at, Telemetry.Metrics metrics) {
    NumberChecks.duration(at, "reportingInterval", metrics.reportingInterval());
    at.each("overrides", metrics.overrides(), TelemetryChecks::override);
  }

  private static void override(Findings at, Telemetry.MetricsOverride override) {
    override
        .tagOverrides()
        .forEach(
            (name, tag) -> {
              Findings value = at.entry("tagOverrides", name).at("value");
              switch (tag.operation()) {
                case UPSERT -> {
                  if (tag.value().isEmpty()) {
                    value.missing("is required for UPSERT");
                  }
                }
                case REMOVE -> {
                  if (!tag.value().isEmpty()) {
                    value.conflict("must be left out for REMOVE");
                  }
                }
              }
            });
  }
}
