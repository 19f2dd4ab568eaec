package io.meltemi.translator.route;

import io.envoyproxy.envoy.config.route.v3.RedirectAction;
import io.envoyproxy.envoy.config.route.v3.Route;
import io.meltemi.translator.config.HttpRoute;
import java.util.Locale;
import java.util.Optional;

/** Writes where a client is sent instead. */
final class RedirectConfigurer {

  private static final int HTTP_PORT = 80;
  private static final int HTTPS_PORT = 443;

  private RedirectConfigurer() {}

  /**
   * Writes the redirect, if Envoy has words for it.
   *
   * @param requestPort the port that clients dialled; Envoy cannot take it from the request
   * @param tls whether they came over TLS
   * @return whether it could be written
   */
  static boolean configure(
      Route.Builder route,
      HttpRoute.Redirect redirect,
      int requestPort,
      boolean tls,
      Findings findings) {
    Optional<RedirectAction.RedirectResponseCode> code = code(redirect.redirectCode());
    if (code.isEmpty()) {
      findings.at("redirectCode").invalid("must be 301, 302, 303, 307 or 308");
      return false;
    }
    if (!isValid(redirect)) {
      findings.invalid("has a line break in it");
      return false;
    }
    RedirectAction.Builder action =
        RedirectAction.newBuilder()
            .setHostRedirect(redirect.authority())
            .setResponseCode(code.get())
            .setPortRedirect(port(redirect, requestPort, tls));
    if (!redirect.prefixRewrite().isEmpty()) {
      action.setPrefixRewrite(redirect.prefixRewrite());
    } else if (!redirect.uri().isEmpty()) {
      action.setPathRedirect(redirect.uri());
    }
    if (!redirect.scheme().isEmpty()) {
      action.setSchemeRedirect(redirect.scheme());
    }
    route.setRedirect(action);
    return true;
  }

  private static boolean isValid(HttpRoute.Redirect redirect) {
    return HeaderNames.isValidText(redirect.uri())
        && HeaderNames.isValidText(redirect.authority())
        && HeaderNames.isValidText(redirect.scheme())
        && HeaderNames.isValidText(redirect.prefixRewrite());
  }

  private static Optional<RedirectAction.RedirectResponseCode> code(int code) {
    return switch (code) {
      case 0, 301 -> Optional.of(RedirectAction.RedirectResponseCode.MOVED_PERMANENTLY);
      case 302 -> Optional.of(RedirectAction.RedirectResponseCode.FOUND);
      case 303 -> Optional.of(RedirectAction.RedirectResponseCode.SEE_OTHER);
      case 307 -> Optional.of(RedirectAction.RedirectResponseCode.TEMPORARY_REDIRECT);
      case 308 -> Optional.of(RedirectAction.RedirectResponseCode.PERMANENT_REDIRECT);
      default -> Optional.empty();
    };
  }

  /** 0 where the location needs no port: none was asked for, or it is the scheme's own. */
  private static int port(HttpRoute.Redirect redirect, int requestPort, boolean tls) {
    if (redirect.redirectPort().isEmpty()) {
      return 0;
    }
    int port =
        switch (redirect.redirectPort().get()) {
          case HttpRoute.RedirectPort.Fixed fixed -> fixed.port();
          case HttpRoute.RedirectPort.FromProtocolDefault _ -> 0;
          case HttpRoute.RedirectPort.FromRequestPort _ -> requestPort;
        };
    String scheme =
        redirect.scheme().isEmpty()
            ? (tls ? "https" : "http")
            : redirect.scheme().toLowerCase(Locale.ROOT);
    boolean own =
        (port == HTTP_PORT && scheme.equals("http"))
            || (port == HTTPS_PORT && scheme.equals("https"));
    return own ? 0 : port;
  }
}
