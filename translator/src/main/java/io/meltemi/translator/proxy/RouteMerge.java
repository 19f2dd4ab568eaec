package io.meltemi.translator.proxy;

import com.google.common.collect.ImmutableList;
import io.meltemi.translator.config.HttpMatch;
import io.meltemi.translator.config.HttpRoute;
import java.util.Optional;

/** One route of a delegate under the route that delegates to it: what it says itself wins. */
final class RouteMerge {

  private RouteMerge() {}

  /** Empty when no request could match both. */
  static Optional<HttpRoute> merge(HttpRoute root, HttpRoute delegate) {
    Optional<ImmutableList<HttpMatch>> match = MatchMerge.merge(root.match(), delegate.match());
    return match.map(matches -> merge(root, delegate, matches));
  }

  private static HttpRoute merge(
      HttpRoute root, HttpRoute delegate, ImmutableList<HttpMatch> match) {
    boolean ownMirror = delegate.mirror().isPresent() || !delegate.mirrors().isEmpty();
    return new HttpRoute(
        name(root.name(), delegate.name()),
        match,
        delegate.route(),
        delegate.redirect(),
        delegate.directResponse(),
        Optional.empty(),
        delegate.rewrite().or(root::rewrite),
        delegate.timeout().or(root::timeout),
        delegate.retries().or(root::retries),
        delegate.fault().or(root::fault),
        ownMirror ? delegate.mirror() : root.mirror(),
        ownMirror ? delegate.mirrors() : root.mirrors(),
        ownMirror ? delegate.mirrorPercent() : root.mirrorPercent(),
        ownMirror ? delegate.mirrorPercentage() : root.mirrorPercentage(),
        delegate.corsPolicy().or(root::corsPolicy),
        delegate.headers().or(root::headers));
  }

  /** {@code root-delegate}, as Istio names them. */
  static String name(String root, String delegate) {
    if (root.isEmpty() || delegate.isEmpty()) {
      return root + delegate;
    }
    return root + "-" + delegate;
  }
}
