package io.meltemi.translator.config;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableSortedMap;
import com.google.protobuf.Struct;
import java.time.Duration;
import java.util.Optional;

/** A service that proxies call for something that is not their own business, by name. */
public record ExtensionProvider(String name, Optional<Provider> provider) {

  /** The kinds of providers. */
  public sealed interface Provider
      permits ExtAuthzHttp,
          ExtAuthzGrpc,
          Zipkin,
          Lightstep,
          Datadog,
          Stackdriver,
          OpenCensus,
          SkyWalking,
          OpenTelemetry,
          Prometheus,
          FileAccessLog,
          HttpAccessLogService,
          TcpAccessLogService,
          OtelAccessLog,
          Sds {}

  /** How much of a body an authorizer sees. */
  public record RequestBody(
      int maxRequestBytes, boolean allowPartialMessage, boolean packAsBytes) {}

  /** {@code envoyExtAuthzHttp}. */
  public record ExtAuthzHttp(
      String service,
      int port,
      Optional<Duration> timeout,
      String pathPrefix,
      boolean failOpen,
      boolean clearRouteCache,
      String statusOnError,
      ImmutableList<String> includeHeadersInCheck,
      ImmutableList<String> includeRequestHeadersInCheck,
      ImmutableSortedMap<String, String> includeAdditionalHeadersInCheck,
      Optional<RequestBody> includeRequestBodyInCheck,
      ImmutableList<String> headersToUpstreamOnAllow,
      ImmutableList<String> headersToDownstreamOnDeny,
      ImmutableList<String> headersToDownstreamOnAllow)
      implements Provider {}

  /** {@code envoyExtAuthzGrpc}. */
  public record ExtAuthzGrpc(
      String service,
      int port,
      Optional<Duration> timeout,
      boolean failOpen,
      boolean clearRouteCache,
      String statusOnError,
      Optional<RequestBody> includeRequestBodyInCheck)
      implements Provider {}

  /** {@code zipkin}. */
  public record Zipkin(
      String service,
      int port,
      int maxTagLength,
      boolean enable64bitTraceId,
      String path,
      TraceContextOption traceContextOption,
      Optional<Duration> timeout,
      ImmutableList<HttpHeader> headers)
      implements Provider {

    /** Which propagation headers are read and written. */
    public enum TraceContextOption {
      USE_B3,
      USE_B3_WITH_W3C_PROPAGATION
    }
  }

  /** {@code lightstep}; deprecated. */
  public record Lightstep(String service, int port, String accessToken, int maxTagLength)
      implements Provider {}

  /** {@code datadog}. */
  public record Datadog(String service, int port, int maxTagLength) implements Provider {}

  /** {@code stackdriver}. */
  public record Stackdriver(
      boolean debug,
      Optional<Long> maxNumberOfAttributes,
      Optional<Long> maxNumberOfAnnotations,
      Optional<Long> maxNumberOfMessageEvents,
      int maxTagLength,
      ImmutableSortedMap<String, String> loggingLabels)
      implements Provider {}

  /** {@code opencensus}; deprecated. */
  public record OpenCensus(
      String service, int port, ImmutableList<String> context, int maxTagLength)
      implements Provider {}

  /** {@code skywalking}. */
  public record SkyWalking(String service, int port, String accessToken) implements Provider {}

  /** {@code opentelemetry}. */
  public record OpenTelemetry(
      String service,
      int port,
      int maxTagLength,
      Optional<HttpService> http,
      Optional<GrpcService> grpc,
      Optional<ResourceDetectors> resourceDetectors,
      ServiceAttributeEnrichment serviceAttributeEnrichment,
      Optional<DynatraceSampler> dynatraceSampler)
      implements Provider {}

  /** Which attributes say what service a span is of. */
  public enum ServiceAttributeEnrichment {
    ISTIO_CANONICAL,
    OTEL_SEMANTIC_CONVENTIONS
  }

  /** Envoy's Dynatrace sampler. */
  public record DynatraceSampler(
      String tenant, int clusterId, int rootSpansPerMinute, Optional<DynatraceApi> httpService) {}

  public record DynatraceApi(String service, int port, Optional<HttpService> http) {}

  /** Which detectors run. */
  public record ResourceDetectors(boolean environment, boolean dynatrace) {}

  public record HttpService(
      String path, Optional<Duration> timeout, ImmutableList<HttpHeader> headers) {}

  public record GrpcService(
      Optional<Duration> timeout, ImmutableList<HttpHeader> initialMetadata) {}

  /** A header with a value, or with the value of the proxy's environment variable. */
  public record HttpHeader(String name, String value, String envName) {}

  /** {@code prometheus}. */
  public record Prometheus() implements Provider {}

  /** {@code envoyFileAccessLog}. */
  public record FileAccessLog(String path, Optional<LogFormat> logFormat, boolean omitEmptyValues)
      implements Provider {}

  /** A text of Envoy's format, or labels (a JSON object of them). */
  public record LogFormat(String text, Optional<Struct> labels) {}

  /** {@code envoyHttpAls}. */
  public record HttpAccessLogService(
      String service,
      int port,
      String logName,
      ImmutableList<String> filterStateObjectsToLog,
      ImmutableList<String> additionalRequestHeadersToLog,
      ImmutableList<String> additionalResponseHeadersToLog,
      ImmutableList<String> additionalResponseTrailersToLog)
      implements Provider {}

  /** {@code envoyTcpAls}. */
  public record TcpAccessLogService(
      String service, int port, String logName, ImmutableList<String> filterStateObjectsToLog)
      implements Provider {}

  /** {@code envoyOtelAls}. */
  public record OtelAccessLog(
      String service, int port, String logName, Optional<LogFormat> logFormat)
      implements Provider {}

  /** {@code sds}: another source of secrets. */
  public record Sds(String name, String service, int port) implements Provider {}
}
