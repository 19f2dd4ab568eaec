package io.meltemi.translator.route;

import com.google.common.base.CharMatcher;
import io.envoyproxy.envoy.config.route.v3.RouteAction;
import io.envoyproxy.envoy.type.matcher.v3.RegexMatchAndSubstitute;
import io.envoyproxy.envoy.type.matcher.v3.RegexMatcher;
import io.meltemi.translator.config.HttpRoute;

/** Writes what is changed of path and host before a request is sent on. */
final class RewriteConfigurer {

  private static final CharMatcher DIGITS = CharMatcher.inRange('0', '9');

  private RewriteConfigurer() {}

  /** The expression wins over the plain path, as Envoy takes only one of them. */
  static void configurePath(
      RouteAction.Builder action, HttpRoute.Rewrite rewrite, Findings findings) {
    if (rewrite.uriRegexRewrite().isPresent()) {
      HttpRoute.RegexRewrite regex = rewrite.uriRegexRewrite().get();
      if (isUsable(regex)) {
        action.setRegexRewrite(
            RegexMatchAndSubstitute.newBuilder()
                .setPattern(RegexMatcher.newBuilder().setRegex(regex.match()))
                .setSubstitution(regex.rewrite()));
        return;
      }
      findings
          .at("uriRegexRewrite")
          .invalid("is not an RE2 expression with a fitting substitution; the path stays");
    }
    String uri = rewrite.uri();
    if (!uri.isEmpty() && !HeaderNames.isValidText(uri)) {
      findings.at("uri").invalid("has a line break; the path stays");
    } else if (!uri.isEmpty()) {
      action.setPrefixRewrite(uri);
    }
  }

  /**
   * Sends another host than the one that was asked for.
   *
   * @param forwarded whether that one goes along, in {@code x-forwarded-host}
   */
  static void configureHost(
      RouteAction.Builder action, String authority, boolean forwarded, Findings findings) {
    if (authority.isEmpty()) {
      return;
    }
    if (HeaderNames.isValidText(authority)) {
      action.setHostRewriteLiteral(authority).setAppendXForwardedHost(forwarded);
    } else {
      findings.at("authority").invalid("has a line break; the host stays");
    }
  }

  /** Backslashes stand before a backslash or the number of a group that exists. */
  private static boolean isUsable(HttpRoute.RegexRewrite regex) {
    int groups = UserRegex.groups(regex.match());
    if (groups < 0 || !HeaderNames.isValidText(regex.rewrite())) {
      return false;
    }
    String text = regex.rewrite();
    for (int i = text.indexOf('\\'); i >= 0; i = text.indexOf('\\', i + 2)) {
      if (i + 1 == text.length()) {
        return false;
      }
      char next = text.charAt(i + 1);
      if (next != '\\' && !(DIGITS.matches(next) && next - '0' <= groups)) {
        return false;
      }
    }
    return true;
  }
}
