package io.meltemi.translator.listener;

import io.meltemi.translator.config.MeshProxyConfig.ConnectionSettings;
import io.meltemi.translator.config.MeshProxyConfig.ConnectionSettings.EscapedSlashesAction;
import io.meltemi.translator.config.MeshProxyConfig.ConnectionSettings.Profile;
import io.meltemi.translator.config.MeshProxyConfig.ConnectionSettings.UnderscoresAction;
import io.meltemi.translator.proxy.ProxyKind;
import java.time.Duration;
import java.util.Optional;

/**
 * The limits that hold for a proxy's downstream connections.
 *
 * <p>The profile EDGE fills in what Envoy advises for proxies at the edge (its guide "configuring
 * Envoy as an edge proxy"). Without it a gateway gets the part of the advice that costs no honest
 * client anything: bounded streams and windows per HTTP/2 connection, and a minute for the headers.
 */
final class HttpLimitsResolver {

  private static final int BUFFER_BYTES = 32 * 1024;
  private static final int STREAMS = 100;
  private static final int STREAM_WINDOW = 64 * 1024;
  private static final int CONNECTION_WINDOW = 1024 * 1024;
  private static final Duration HEADERS = Duration.ofMinutes(1);
  private static final Duration REQUEST = Duration.ofMinutes(5);
  private static final Duration IDLE_CONNECTION = Duration.ofHours(1);

  private static final ConnectionSettings NONE =
      new ConnectionSettings(
          Profile.SIDECAR,
          Optional.empty(),
          Optional.empty(),
          Optional.empty(),
          Optional.empty(),
          Optional.empty(),
          Optional.empty(),
          Optional.empty(),
          Optional.empty(),
          Optional.empty(),
          Optional.empty(),
          Optional.empty(),
          Optional.empty(),
          UnderscoresAction.HEADERS_WITH_UNDERSCORES_UNSPECIFIED,
          Optional.empty(),
          EscapedSlashesAction.PATH_WITH_ESCAPED_SLASHES_UNSPECIFIED,
          Optional.empty(),
          Optional.empty());

  private HttpLimitsResolver() {}

  static Optional<ConnectionSettings> resolve(
      Optional<ConnectionSettings> configured, ProxyKind kind) {
    return switch (kind) {
      case SIDECAR -> configured;
      case ROUTER -> Optional.of(atTheEdge(configured.orElse(NONE)));
    };
  }

  private static ConnectionSettings atTheEdge(ConnectionSettings said) {
    boolean strict = said.profile() == Profile.EDGE;
    return new ConnectionSettings(
        said.profile(),
        strict
            ? or(said.listenerPerConnectionBufferLimitBytes(), BUFFER_BYTES)
            : said.listenerPerConnectionBufferLimitBytes(),
        said.clusterPerConnectionBufferLimitBytes(),
        strict ? or(said.httpIdleTimeout(), IDLE_CONNECTION) : said.httpIdleTimeout(),
        said.httpMaxConnectionDuration(),
        said.httpDrainTimeout(),
        strict ? or(said.httpRequestTimeout(), REQUEST) : said.httpRequestTimeout(),
        or(said.httpRequestHeadersTimeout(), HEADERS),
        strict ? or(said.httpStreamIdleTimeout(), REQUEST) : said.httpStreamIdleTimeout(),
        said.httpMaxStreamDuration(),
        or(said.httpMaxConcurrentStreams(), STREAMS),
        or(said.http2InitialStreamWindowSize(), STREAM_WINDOW),
        or(said.http2InitialConnectionWindowSize(), CONNECTION_WINDOW),
        strict ? underscores(said) : said.httpHeadersWithUnderscoresAction(),
        strict ? or(said.httpMergeSlashes(), true) : said.httpMergeSlashes(),
        strict ? slashes(said) : said.httpPathWithEscapedSlashesAction(),
        said.listenerConnectionLimit(),
        said.globalDownstreamConnectionLimit());
  }

  private static UnderscoresAction underscores(ConnectionSettings said) {
    return said.httpHeadersWithUnderscoresAction()
            == UnderscoresAction.HEADERS_WITH_UNDERSCORES_UNSPECIFIED
        ? UnderscoresAction.HEADERS_WITH_UNDERSCORES_REJECT_REQUEST
        : said.httpHeadersWithUnderscoresAction();
  }

  private static EscapedSlashesAction slashes(ConnectionSettings said) {
    return said.httpPathWithEscapedSlashesAction()
            == EscapedSlashesAction.PATH_WITH_ESCAPED_SLASHES_UNSPECIFIED
        ? EscapedSlashesAction.UNESCAPE_AND_REDIRECT
        : said.httpPathWithEscapedSlashesAction();
  }

  private static <T> Optional<T> or(Optional<T> said, T otherwise) {
    return Optional.of(said.orElse(otherwise));
  }
}
