package io.meltemi.translator.config.decode;

import io.meltemi.translator.config.Telemetry;
import java.util.Optional;

/** Reads a {@link Telemetry}. */
final class TelemetryDecoder {

  private TelemetryDecoder() {}

  static Telemetry telemetry(ObjectReader in) {
    return new Telemetry(
        in.object("selector", SharedDecoder::matchLabels),
        in.object("targetRef", SharedDecoder::policyTargetRef),
        in.list("targetRefs", SharedDecoder::policyTargetRef),
        in.list("tracing", TelemetryDecoder::tracing),
        in.list("metrics", TelemetryDecoder::metrics),
        in.list("accessLogging", TelemetryDecoder::accessLogging));
  }

  private static Telemetry.Tracing tracing(ObjectReader in) {
    return new Telemetry.Tracing(
        in.object("match", TelemetryDecoder::mode),
        in.list("providers", TelemetryDecoder::provider),
        in.optionalDouble("randomSamplingPercentage"),
        in.optionalBool("disableSpanReporting"),
        in.map("customTags", SharedDecoder::customTag),
        in.optionalBool("useRequestIdForTraceSampling"),
        in.optionalBool("enableIstioTags"),
        in.optionalBool("disableContextPropagation"));
  }

  private static Telemetry.Metrics metrics(ObjectReader in) {
    return new Telemetry.Metrics(
        in.list("providers", TelemetryDecoder::provider),
        in.list("overrides", TelemetryDecoder::metricsOverride),
        in.duration("reportingInterval"));
  }

  private static Telemetry.MetricsOverride metricsOverride(ObjectReader in) {
    return new Telemetry.MetricsOverride(
        in.object("match", TelemetryDecoder::metricSelector),
        in.optionalBool("disabled"),
        in.map("tagOverrides", TelemetryDecoder::tagOverride));
  }

  private static Telemetry.MetricSelector metricSelector(ObjectReader in) {
    return new Telemetry.MetricSelector(
        metric(in), in.enumeration("mode", Telemetry.WorkloadMode.class));
  }

  private static Telemetry.TagOverride tagOverride(ObjectReader in) {
    return new Telemetry.TagOverride(
        in.enumeration("operation", Telemetry.TagOverride.Operation.class), in.string("value"));
  }

  private static Telemetry.AccessLogging accessLogging(ObjectReader in) {
    return new Telemetry.AccessLogging(
        in.object("match", TelemetryDecoder::mode),
        in.list("providers", TelemetryDecoder::provider),
        in.optionalBool("disabled"),
        in.object("filter", filter -> filter.string("expression")));
  }

  private static Telemetry.WorkloadMode mode(ObjectReader in) {
    return in.enumeration("mode", Telemetry.WorkloadMode.class);
  }

  /** {@code providers: [{name: …}]}. */
  private static String provider(ObjectReader in) {
    return in.requiredString("name");
  }

  private static Optional<Telemetry.MetricMatch> metric(ObjectReader in) {
    in.oneOf("metric", "customMetric");
    Optional<Telemetry.MetricMatch> istio =
        in.optionalEnumeration("metric", Telemetry.IstioMetric.class).map(metric -> metric);
    Optional<Telemetry.MetricMatch> custom =
        in.optionalString("customMetric").map(Telemetry.CustomMetric::new);
    return istio.isPresent() ? istio : custom;
  }
}
