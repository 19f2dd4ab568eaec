package io.meltemi.translator.config;

import com.google.common.collect.ImmutableList;
import com.google.protobuf.ByteString;
import java.time.Duration;
import java.util.Optional;

/** One rule of a VirtualService: which requests, and what happens to them. */
public record HttpRoute(
    String name,
    ImmutableList<HttpMatch> match,
    ImmutableList<WeightedDestination> route,
    Optional<Redirect> redirect,
    Optional<DirectResponse> directResponse,
    Optional<Delegate> delegate,
    Optional<Rewrite> rewrite,
    Optional<Duration> timeout,
    Optional<HttpRetry> retries,
    Optional<Fault> fault,
    Optional<Destination> mirror,
    ImmutableList<MirrorPolicy> mirrors,
    Optional<Integer> mirrorPercent,
    Optional<Percent> mirrorPercentage,
    Optional<CorsPolicy> corsPolicy,
    Optional<Headers> headers) {

  /** A destination and its share. A weight of 0 means all when it is the only destination. */
  public record WeightedDestination(
      Destination destination, int weight, Optional<Headers> headers) {}

  /** Sends the client elsewhere. {@code redirectCode} 0 means 301. */
  public record Redirect(
      String uri,
      String authority,
      Optional<RedirectPort> redirectPort,
      String scheme,
      int redirectCode,
      String prefixRewrite) {}

  /** The port of a redirect's location. */
  public sealed interface RedirectPort {

    record Fixed(int port) implements RedirectPort {}

    /** Spelt {@code derivePort: FROM_PROTOCOL_DEFAULT}. */
    record FromProtocolDefault() implements RedirectPort {}

    /** Spelt {@code derivePort: FROM_REQUEST_PORT}. */
    record FromRequestPort() implements RedirectPort {}
  }

  /** An answer made by the proxy. */
  public record DirectResponse(int status, Optional<Body> body) {}

  /** The body of a direct response. */
  public sealed interface Body {

    record Text(String string) implements Body {}

    record Binary(ByteString bytes) implements Body {}
  }

  /** Another VirtualService whose routes take the place of this one. */
  public record Delegate(String name, String namespace) {}

  /** Changes path and authority before the request is sent on. */
  public record Rewrite(String uri, String authority, Optional<RegexRewrite> uriRegexRewrite) {}

  /** {@code rewrite} may refer to groups of {@code match} as {@code \1}. */
  public record RegexRewrite(String match, String rewrite) {}

  /** Mistakes that the proxy makes on purpose. */
  public record Fault(Optional<Delay> delay, Optional<Abort> abort) {}

  /** Holds a request. {@code percent} is the deprecated whole-number form. */
  public record Delay(
      int percent,
      Optional<Duration> fixedDelay,
      Optional<Duration> exponentialDelay,
      Optional<Percent> percentage) {}

  /** Answers a request with an error. */
  public record Abort(Optional<AbortError> error, Optional<Percent> percentage) {}

  /** The error of an {@link Abort}. */
  public sealed interface AbortError {

    record HttpStatus(int status) implements AbortError {}

    /** A status by name ({@code UNAVAILABLE}) or number. */
    record GrpcStatus(String status) implements AbortError {}

    /** Reserved by the API; without effect in Istio too. */
    record Http2Error(String error) implements AbortError {}
  }

  /** A copy of the traffic goes here, and its answers are thrown away. */
  public record MirrorPolicy(Destination destination, Optional<Percent> percentage) {}

  /** Cross-origin resource sharing. {@code allowOrigin} is the deprecated exact-only form. */
  public record CorsPolicy(
      ImmutableList<String> allowOrigin,
      ImmutableList<StringMatch> allowOrigins,
      ImmutableList<String> allowMethods,
      ImmutableList<String> allowHeaders,
      ImmutableList<String> exposeHeaders,
      Optional<Duration> maxAge,
      Optional<Boolean> allowCredentials,
      UnmatchedPreflights unmatchedPreflights) {}

  /** Whether preflight requests of other origins reach the service. */
  public enum UnmatchedPreflights {
    UNSPECIFIED,
    FORWARD,
    IGNORE
  }
}
