package io.meltemi.translator.route;

import io.meltemi.translator.config.HttpRetry;
import io.meltemi.translator.config.MeshConfig;
import io.meltemi.translator.config.MeshProxyConfig;
import io.meltemi.translator.config.MeshProxyConfig.ProxyHeaders;
import java.util.Optional;

/**
 * What the mesh says about every virtual host.
 *
 * @param retries the retry policy of routes that have none of their own; empty for Istio's
 * @param attemptCount whether requests are told which attempt they are ({@code
 *     x-envoy-attempt-count})
 * @param forwardedHost whether a request whose host is rewritten keeps the one it had, in {@code
 *     x-forwarded-host}
 */
record RouteDefaults(Optional<HttpRetry> retries, boolean attemptCount, boolean forwardedHost) {

  private static final HttpRetry NO_RETRIES =
      new HttpRetry(0, Optional.empty(), "", Optional.empty(), Optional.empty(), Optional.empty());

  static RouteDefaults of(MeshConfig mesh) {
    Optional<ProxyHeaders> headers = mesh.defaultConfig().flatMap(MeshProxyConfig::proxyHeaders);
    return new RouteDefaults(
        mesh.defaultHttpRetryPolicy(),
        !headers.flatMap(ProxyHeaders::attemptCountDisabled).orElse(false),
        headers.flatMap(ProxyHeaders::xForwardedHostEnabled).orElse(false));
  }

  /** For virtual hosts that stand for no service. */
  RouteDefaults withoutRetries() {
    return new RouteDefaults(Optional.of(NO_RETRIES), attemptCount, forwardedHost);
  }
}
