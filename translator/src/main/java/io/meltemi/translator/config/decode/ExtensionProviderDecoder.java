package io.meltemi.translator.config.decode;

import com.google.common.collect.ImmutableMap;
import io.meltemi.translator.config.ExtensionProvider;
import java.util.Optional;
import java.util.function.Function;

/** Reads an {@link ExtensionProvider}. */
final class ExtensionProviderDecoder {

  /** In the API's order; the first one there wins, and a second one is an error. */
  private static final ImmutableMap<
          String, Function<ObjectReader, ? extends ExtensionProvider.Provider>>
      PROVIDERS =
          ImmutableMap
              .<String, Function<ObjectReader, ? extends ExtensionProvider.Provider>>builder()
              .put("envoyExtAuthzHttp", ExtensionProviderDecoder::extAuthzHttp)
              .put("envoyExtAuthzGrpc", ExtensionProviderDecoder::extAuthzGrpc)
              .put("zipkin", ExtensionProviderDecoder::zipkin)
              .put("lightstep", ExtensionProviderDecoder::lightstep)
              .put("datadog", ExtensionProviderDecoder::datadog)
              .put("stackdriver", ExtensionProviderDecoder::stackdriver)
              .put("opencensus", ExtensionProviderDecoder::openCensus)
              .put("skywalking", ExtensionProviderDecoder::skyWalking)
              .put("opentelemetry", ExtensionProviderDecoder::openTelemetry)
              .put("prometheus", _ -> new ExtensionProvider.Prometheus())
              .put("envoyFileAccessLog", ExtensionProviderDecoder::fileAccessLog)
              .put("envoyHttpAls", ExtensionProviderDecoder::httpAccessLogService)
              .put("envoyTcpAls", ExtensionProviderDecoder::tcpAccessLogService)
              .put("envoyOtelAls", ExtensionProviderDecoder::otelAccessLog)
              .put("sds", ExtensionProviderDecoder::sds)
              .buildOrThrow();

  private ExtensionProviderDecoder() {}

  static ExtensionProvider extensionProvider(ObjectReader in) {
    return new ExtensionProvider(in.requiredString("name"), provider(in));
  }

  private static ExtensionProvider.RequestBody requestBody(ObjectReader in) {
    return new ExtensionProvider.RequestBody(
        in.unsigned("maxRequestBytes"), in.bool("allowPartialMessage"), in.bool("packAsBytes"));
  }

  private static ExtensionProvider.ExtAuthzHttp extAuthzHttp(ObjectReader in) {
    return new ExtensionProvider.ExtAuthzHttp(
        in.string("service"),
        in.unsigned("port"),
        in.duration("timeout"),
        in.string("pathPrefix"),
        in.bool("failOpen"),
        in.bool("clearRouteCache"),
        in.string("statusOnError"),
        in.strings("includeHeadersInCheck"),
        in.strings("includeRequestHeadersInCheck"),
        in.stringMap("includeAdditionalHeadersInCheck"),
        in.object("includeRequestBodyInCheck", ExtensionProviderDecoder::requestBody),
        in.strings("headersToUpstreamOnAllow"),
        in.strings("headersToDownstreamOnDeny"),
        in.strings("headersToDownstreamOnAllow"));
  }

  private static ExtensionProvider.ExtAuthzGrpc extAuthzGrpc(ObjectReader in) {
    return new ExtensionProvider.ExtAuthzGrpc(
        in.string("service"),
        in.unsigned("port"),
        in.duration("timeout"),
        in.bool("failOpen"),
        in.bool("clearRouteCache"),
        in.string("statusOnError"),
        in.object("includeRequestBodyInCheck", ExtensionProviderDecoder::requestBody));
  }

  private static ExtensionProvider.Zipkin zipkin(ObjectReader in) {
    return new ExtensionProvider.Zipkin(
        in.string("service"),
        in.unsigned("port"),
        in.unsigned("maxTagLength"),
        in.bool("enable64bitTraceId"),
        in.string("path"),
        in.enumeration("traceContextOption", ExtensionProvider.Zipkin.TraceContextOption.class),
        in.duration("timeout"),
        in.list("headers", ExtensionProviderDecoder::httpHeader));
  }

  private static ExtensionProvider.Lightstep lightstep(ObjectReader in) {
    return new ExtensionProvider.Lightstep(
        in.string("service"),
        in.unsigned("port"),
        in.string("accessToken"),
        in.unsigned("maxTagLength"));
  }

  private static ExtensionProvider.Datadog datadog(ObjectReader in) {
    return new ExtensionProvider.Datadog(
        in.string("service"), in.unsigned("port"), in.unsigned("maxTagLength"));
  }

  private static ExtensionProvider.Stackdriver stackdriver(ObjectReader in) {
    return new ExtensionProvider.Stackdriver(
        in.bool("debug"),
        in.optionalLong("maxNumberOfAttributes"),
        in.optionalLong("maxNumberOfAnnotations"),
        in.optionalLong("maxNumberOfMessageEvents"),
        in.unsigned("maxTagLength"),
        in.objectOrEmpty("logging", logging -> logging.stringMap("labels")));
  }

  private static ExtensionProvider.OpenCensus openCensus(ObjectReader in) {
    return new ExtensionProvider.OpenCensus(
        in.string("service"),
        in.unsigned("port"),
        in.strings("context"),
        in.unsigned("maxTagLength"));
  }

  private static ExtensionProvider.SkyWalking skyWalking(ObjectReader in) {
    return new ExtensionProvider.SkyWalking(
        in.string("service"), in.unsigned("port"), in.string("accessToken"));
  }

  private static ExtensionProvider.OpenTelemetry openTelemetry(ObjectReader in) {
    return new ExtensionProvider.OpenTelemetry(
        in.string("service"),
        in.unsigned("port"),
        in.unsigned("maxTagLength"),
        in.object("http", ExtensionProviderDecoder::httpService),
        in.object("grpc", ExtensionProviderDecoder::grpcService),
        in.object("resourceDetectors", ExtensionProviderDecoder::resourceDetectors),
        in.enumeration(
            "serviceAttributeEnrichment", ExtensionProvider.ServiceAttributeEnrichment.class),
        in.object("dynatraceSampler", ExtensionProviderDecoder::dynatraceSampler));
  }

  private static ExtensionProvider.DynatraceSampler dynatraceSampler(ObjectReader in) {
    return new ExtensionProvider.DynatraceSampler(
        in.string("tenant"),
        in.integer("clusterId"),
        in.unsigned("rootSpansPerMinute"),
        in.object("httpService", ExtensionProviderDecoder::dynatraceApi));
  }

  private static ExtensionProvider.DynatraceApi dynatraceApi(ObjectReader in) {
    return new ExtensionProvider.DynatraceApi(
        in.string("service"),
        in.unsigned("port"),
        in.object("http", ExtensionProviderDecoder::httpService));
  }

  private static ExtensionProvider.ResourceDetectors resourceDetectors(ObjectReader in) {
    return new ExtensionProvider.ResourceDetectors(
        in.object("environment", _ -> true).orElse(false),
        in.object("dynatrace", _ -> true).orElse(false));
  }

  private static ExtensionProvider.HttpService httpService(ObjectReader in) {
    return new ExtensionProvider.HttpService(
        in.string("path"),
        in.duration("timeout"),
        in.list("headers", ExtensionProviderDecoder::httpHeader));
  }

  private static ExtensionProvider.GrpcService grpcService(ObjectReader in) {
    return new ExtensionProvider.GrpcService(
        in.duration("timeout"), in.list("initialMetadata", ExtensionProviderDecoder::httpHeader));
  }

  private static ExtensionProvider.HttpHeader httpHeader(ObjectReader in) {
    return new ExtensionProvider.HttpHeader(
        in.string("name"), in.string("value"), in.string("envName"));
  }

  private static ExtensionProvider.FileAccessLog fileAccessLog(ObjectReader in) {
    return new ExtensionProvider.FileAccessLog(
        in.string("path"),
        in.object("logFormat", ExtensionProviderDecoder::logFormat),
        in.bool("omitEmptyValues"));
  }

  private static ExtensionProvider.LogFormat logFormat(ObjectReader in) {
    return new ExtensionProvider.LogFormat(in.string("text"), in.struct("labels"));
  }

  private static ExtensionProvider.HttpAccessLogService httpAccessLogService(ObjectReader in) {
    return new ExtensionProvider.HttpAccessLogService(
        in.string("service"),
        in.unsigned("port"),
        in.string("logName"),
        in.strings("filterStateObjectsToLog"),
        in.strings("additionalRequestHeadersToLog"),
        in.strings("additionalResponseHeadersToLog"),
        in.strings("additionalResponseTrailersToLog"));
  }

  private static ExtensionProvider.TcpAccessLogService tcpAccessLogService(ObjectReader in) {
    return new ExtensionProvider.TcpAccessLogService(
        in.string("service"),
        in.unsigned("port"),
        in.string("logName"),
        in.strings("filterStateObjectsToLog"));
  }

  private static ExtensionProvider.OtelAccessLog otelAccessLog(ObjectReader in) {
    return new ExtensionProvider.OtelAccessLog(
        in.string("service"),
        in.unsigned("port"),
        in.string("logName"),
        in.object("logFormat", ExtensionProviderDecoder::logFormat));
  }

  private static ExtensionProvider.Sds sds(ObjectReader in) {
    return new ExtensionProvider.Sds(in.string("name"), in.string("service"), in.unsigned("port"));
  }

  private static Optional<ExtensionProvider.Provider> provider(ObjectReader in) {
    String[] arms = PROVIDERS.keySet().toArray(String[]::new);
    String arm = in.oneOf(arms);
    Function<ObjectReader, ? extends ExtensionProvider.Provider> decoder = PROVIDERS.get(arm);
    return decoder == null ? Optional.empty() : in.object(arm, decoder::apply);
  }
}
