package io.meltemi.translator.route;

import io.meltemi.translator.config.HttpRetry;
import io.meltemi.translator.config.MeshConfig;
import io.meltemi.translator.config.MeshProxyConfig;
import java.util.Optional;

/**
 * What the mesh says about every virtual host.
 *
 * @param retries the retry policy of routes that have none of their own; empty for Istio's
 * @param attemptCount whether requests are told which attempt they are ({@code
 *     x-envoy-attempt-count})
 */
record RouteDefaults(Optional<HttpRetry> retries, boolean attemptCount) {

  private static final HttpRetry NO_RETRIES =
      new HttpRetry(0, Optional.empty(), "", Optional.empty(), Optional.empty(), Optional.empty());

  static RouteDefaults of(MeshConfig mesh) {
    boolean disabled =
        mesh.defaultConfig()
            .flatMap(MeshProxyConfig::proxyHeaders)
            .flatMap(MeshProxyConfig.ProxyHeaders::attemptCountDisabled)
            .orElse(false);
    return new RouteDefaults(mesh.defaultHttpRetryPolicy(), !disabled);
  }

  /** For virtual hosts that stand for no service. */
  RouteDefaults withoutRetries() {
    return new RouteDefaults(Optional.of(NO_RETRIES), attemptCount);
  }
}
