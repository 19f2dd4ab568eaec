package io.meltemi.translator.config.decode;

import com.google.common.collect.ImmutableMap;
import com.google.protobuf.ByteString;
import io.meltemi.translator.config.HttpMatch;
import io.meltemi.translator.config.HttpRoute;
import java.util.Optional;

/** Reads an {@link HttpRoute}. */
final class HttpRouteDecoder {

  private static final ImmutableMap<String, HttpRoute.RedirectPort> DERIVED_PORTS =
      ImmutableMap.of(
          "FROM_PROTOCOL_DEFAULT", new HttpRoute.RedirectPort.FromProtocolDefault(),
          "FROM_REQUEST_PORT", new HttpRoute.RedirectPort.FromRequestPort());

  private HttpRouteDecoder() {}

  static HttpRoute httpRoute(ObjectReader in) {
    return new HttpRoute(
        in.string("name"),
        in.list("match", HttpRouteDecoder::httpMatch),
        in.list("route", HttpRouteDecoder::weightedDestination),
        in.object("redirect", HttpRouteDecoder::redirect),
        in.object("directResponse", HttpRouteDecoder::directResponse),
        in.object("delegate", HttpRouteDecoder::delegate),
        in.object("rewrite", HttpRouteDecoder::rewrite),
        in.duration("timeout"),
        in.object("retries", SharedDecoder::httpRetry),
        in.object("fault", HttpRouteDecoder::fault),
        in.object("mirror", SharedDecoder::destination),
        in.list("mirrors", HttpRouteDecoder::mirrorPolicy),
        in.optionalUnsigned(in.spelling("mirrorPercent", "mirror_percent")),
        in.object("mirrorPercentage", SharedDecoder::percent),
        in.object("corsPolicy", HttpRouteDecoder::corsPolicy),
        in.object("headers", SharedDecoder::headers));
  }

  private static HttpMatch httpMatch(ObjectReader in) {
    return new HttpMatch(
        in.string("name"),
        in.object("uri", SharedDecoder::stringMatch),
        in.object("scheme", SharedDecoder::stringMatch),
        in.object("method", SharedDecoder::stringMatch),
        in.object("authority", SharedDecoder::stringMatch),
        in.map("headers", SharedDecoder::stringMatch),
        in.unsigned("port"),
        in.stringMap("sourceLabels"),
        in.strings("gateways"),
        in.map("queryParams", SharedDecoder::stringMatch),
        in.bool("ignoreUriCase"),
        in.map("withoutHeaders", SharedDecoder::stringMatch),
        in.string("sourceNamespace"),
        in.string("statPrefix"));
  }

  private static HttpRoute.WeightedDestination weightedDestination(ObjectReader in) {
    return new HttpRoute.WeightedDestination(
        in.requiredObject("destination", SharedDecoder::destination),
        in.integer("weight"),
        in.object("headers", SharedDecoder::headers));
  }

  private static HttpRoute.Redirect redirect(ObjectReader in) {
    return new HttpRoute.Redirect(
        in.string("uri"),
        in.string("authority"),
        redirectPort(in),
        in.string("scheme"),
        in.unsigned("redirectCode"),
        in.string("prefixRewrite"));
  }

  private static HttpRoute.DirectResponse directResponse(ObjectReader in) {
    return new HttpRoute.DirectResponse(
        in.requiredUnsigned("status"), in.object("body", HttpRouteDecoder::body));
  }

  private static HttpRoute.Delegate delegate(ObjectReader in) {
    return new HttpRoute.Delegate(in.string("name"), in.string("namespace"));
  }

  private static HttpRoute.Rewrite rewrite(ObjectReader in) {
    return new HttpRoute.Rewrite(
        in.string("uri"),
        in.string("authority"),
        in.object("uriRegexRewrite", HttpRouteDecoder::regexRewrite));
  }

  private static HttpRoute.RegexRewrite regexRewrite(ObjectReader in) {
    return new HttpRoute.RegexRewrite(in.string("match"), in.string("rewrite"));
  }

  private static HttpRoute.Fault fault(ObjectReader in) {
    return new HttpRoute.Fault(
        in.object("delay", HttpRouteDecoder::delay), in.object("abort", HttpRouteDecoder::abort));
  }

  private static HttpRoute.Delay delay(ObjectReader in) {
    return new HttpRoute.Delay(
        in.integer("percent"),
        in.duration("fixedDelay"),
        in.duration("exponentialDelay"),
        in.object("percentage", SharedDecoder::percent));
  }

  private static HttpRoute.Abort abort(ObjectReader in) {
    return new HttpRoute.Abort(abortError(in), in.object("percentage", SharedDecoder::percent));
  }

  private static HttpRoute.MirrorPolicy mirrorPolicy(ObjectReader in) {
    return new HttpRoute.MirrorPolicy(
        in.requiredObject("destination", SharedDecoder::destination),
        in.object("percentage", SharedDecoder::percent));
  }

  private static HttpRoute.CorsPolicy corsPolicy(ObjectReader in) {
    return new HttpRoute.CorsPolicy(
        in.strings("allowOrigin"),
        in.list("allowOrigins", SharedDecoder::stringMatch),
        in.strings("allowMethods"),
        in.strings("allowHeaders"),
        in.strings("exposeHeaders"),
        in.duration("maxAge"),
        in.optionalBool("allowCredentials"),
        in.enumeration("unmatchedPreflights", HttpRoute.UnmatchedPreflights.class));
  }

  private static Optional<HttpRoute.RedirectPort> redirectPort(ObjectReader in) {
    in.oneOf("port", "derivePort");
    Optional<HttpRoute.RedirectPort> fixed =
        in.optionalUnsigned("port").map(HttpRoute.RedirectPort.Fixed::new);
    if (fixed.isPresent() || !in.has("derivePort")) {
      return fixed;
    }
    return Optional.of(
        in.named("derivePort", DERIVED_PORTS, new HttpRoute.RedirectPort.FromProtocolDefault()));
  }

  private static HttpRoute.Body body(ObjectReader in) {
    in.oneOf("string", "bytes");
    Optional<ByteString> bytes = in.bytes("bytes");
    String text = in.string("string");
    return bytes.isPresent()
        ? new HttpRoute.Body.Binary(bytes.get())
        : new HttpRoute.Body.Text(text);
  }

  private static Optional<HttpRoute.AbortError> abortError(ObjectReader in) {
    in.oneOf("httpStatus", "grpcStatus", "http2Error");
    Optional<HttpRoute.AbortError> http =
        in.optionalInteger("httpStatus").map(HttpRoute.AbortError.HttpStatus::new);
    Optional<HttpRoute.AbortError> grpc =
        in.optionalString("grpcStatus").map(HttpRoute.AbortError.GrpcStatus::new);
    Optional<HttpRoute.AbortError> http2 =
        in.optionalString("http2Error").map(HttpRoute.AbortError.Http2Error::new);
    return http.or(() -> grpc).or(() -> http2);
  }
}
