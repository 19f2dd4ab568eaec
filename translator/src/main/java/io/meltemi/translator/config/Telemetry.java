package io.meltemi.translator.config;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableSortedMap;
import java.time.Duration;
import java.util.Optional;

/** Which traces, metrics and access logs proxies make. */
public record Telemetry(
    Optional<WorkloadSelector> selector,
    Optional<PolicyTargetRef> targetRef,
    ImmutableList<PolicyTargetRef> targetRefs,
    ImmutableList<Tracing> tracing,
    ImmutableList<Metrics> metrics,
    ImmutableList<AccessLogging> accessLogging)
    implements ConfigSpec {

  /** The direction of the traffic as the workload sees it. */
  public enum WorkloadMode {
    CLIENT_AND_SERVER,
    CLIENT,
    SERVER
  }

  public record Tracing(
      Optional<WorkloadMode> match,
      ImmutableList<String> providers,
      Optional<Double> randomSamplingPercentage,
      Optional<Boolean> disableSpanReporting,
      ImmutableSortedMap<String, CustomTag> customTags,
      Optional<Boolean> useRequestIdForTraceSampling,
      Optional<Boolean> enableIstioTags,
      Optional<Boolean> disableContextPropagation) {}

  public record Metrics(
      ImmutableList<String> providers,
      ImmutableList<MetricsOverride> overrides,
      Optional<Duration> reportingInterval) {}

  public record MetricsOverride(
      Optional<MetricSelector> match,
      Optional<Boolean> disabled,
      ImmutableSortedMap<String, TagOverride> tagOverrides) {}

  public record MetricSelector(Optional<MetricMatch> metric, WorkloadMode mode) {}

  /** A metric of Istio's, or one by its own name. */
  public sealed interface MetricMatch permits IstioMetric, CustomMetric {}

  public record CustomMetric(String name) implements MetricMatch {}

  /** Istio's standard metrics. */
  public enum IstioMetric implements MetricMatch {
    ALL_METRICS,
    REQUEST_COUNT,
    REQUEST_DURATION,
    REQUEST_SIZE,
    RESPONSE_SIZE,
    TCP_OPENED_CONNECTIONS,
    TCP_CLOSED_CONNECTIONS,
    TCP_SENT_BYTES,
    TCP_RECEIVED_BYTES,
    GRPC_REQUEST_MESSAGES,
    GRPC_RESPONSE_MESSAGES
  }

  /** {@code value} is a CEL expression, or empty for {@code REMOVE}. */
  public record TagOverride(Operation operation, String value) {

    public enum Operation {
      UPSERT,
      REMOVE
    }
  }

  /** {@code filter} is a CEL expression; what it refuses is not logged. */
  public record AccessLogging(
      Optional<WorkloadMode> match,
      ImmutableList<String> providers,
      Optional<Boolean> disabled,
      Optional<String> filter) {}
}
