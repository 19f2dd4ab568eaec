package io.meltemi.translator.proxy;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableSortedMap;
import io.meltemi.translator.config.HttpMatch;
import io.meltemi.translator.config.StringMatch;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * The matches of a delegate's route together with those of the route that delegates to it: every
 * pair that does not contradict itself, with all conditions of both.
 */
final class MatchMerge {

  private MatchMerge() {}

  /** Empty when every pair contradicts itself. */
  static Optional<ImmutableList<HttpMatch>> merge(
      ImmutableList<HttpMatch> root, ImmutableList<HttpMatch> delegate) {
    if (root.isEmpty() || delegate.isEmpty()) {
      return Optional.of(root.isEmpty() ? delegate : root);
    }
    ImmutableList.Builder<HttpMatch> pairs = ImmutableList.builder();
    for (HttpMatch outer : root) {
      for (HttpMatch inner : delegate) {
        if (agree(outer, inner)) {
          pairs.add(both(outer, inner));
        }
      }
    }
    ImmutableList<HttpMatch> merged = pairs.build();
    return merged.isEmpty() ? Optional.empty() : Optional.of(merged);
  }

  private static boolean agree(HttpMatch outer, HttpMatch inner) {
    return narrows(outer.uri(), inner.uri())
        && narrows(outer.scheme(), inner.scheme())
        && narrows(outer.method(), inner.method())
        && narrows(outer.authority(), inner.authority())
        && narrows(outer.headers(), inner.headers())
        && narrows(outer.withoutHeaders(), inner.withoutHeaders())
        && narrows(outer.queryParams(), inner.queryParams())
        && (outer.port() == 0 || inner.port() == 0 || outer.port() == inner.port())
        && (outer.gateways().isEmpty() || outer.gateways().containsAll(inner.gateways()))
        && (outer.sourceNamespace().isEmpty()
            || inner.sourceNamespace().isEmpty()
            || outer.sourceNamespace().equals(inner.sourceNamespace()))
        && outer.sourceLabels().entrySet().stream()
            .allMatch(
                label ->
                    inner
                        .sourceLabels()
                        .getOrDefault(label.getKey(), label.getValue())
                        .equals(label.getValue()));
  }

  private static boolean narrows(
      ImmutableSortedMap<String, StringMatch> outer,
      ImmutableSortedMap<String, StringMatch> inner) {
    return outer.entrySet().stream()
        .allMatch(
            condition ->
                narrows(
                    Optional.of(condition.getValue()),
                    Optional.ofNullable(inner.get(condition.getKey()))));
  }

  /** The inner condition takes the place of the outer one, so it must not allow more. */
  private static boolean narrows(Optional<StringMatch> outer, Optional<StringMatch> inner) {
    if (outer.isEmpty() || inner.isEmpty() || outer.equals(inner)) {
      return true;
    }
    if (!(outer.get() instanceof StringMatch.Prefix(String prefix))) {
      return false;
    }
    return switch (inner.get()) {
      case StringMatch.Exact(String value) -> value.startsWith(prefix);
      case StringMatch.Prefix(String value) -> value.startsWith(prefix);
      case StringMatch.Regex _, StringMatch.Present _ -> false;
    };
  }

  private static HttpMatch both(HttpMatch outer, HttpMatch inner) {
    return new HttpMatch(
        RouteMerge.name(outer.name(), inner.name()),
        inner.uri().or(outer::uri),
        inner.scheme().or(outer::scheme),
        inner.method().or(outer::method),
        inner.authority().or(outer::authority),
        union(outer.headers(), inner.headers()),
        inner.port() == 0 ? outer.port() : inner.port(),
        union(outer.sourceLabels(), inner.sourceLabels()),
        inner.gateways().isEmpty() ? outer.gateways() : inner.gateways(),
        union(outer.queryParams(), inner.queryParams()),
        outer.ignoreUriCase() || inner.ignoreUriCase(),
        union(outer.withoutHeaders(), inner.withoutHeaders()),
        inner.sourceNamespace().isEmpty() ? outer.sourceNamespace() : inner.sourceNamespace(),
        inner.statPrefix().isEmpty() ? outer.statPrefix() : inner.statPrefix());
  }

  private static <V> ImmutableSortedMap<String, V> union(
      Map<String, V> outer, Map<String, V> inner) {
    Map<String, V> all = new TreeMap<>(outer);
    all.putAll(inner);
    return ImmutableSortedMap.copyOf(all);
  }

  static HttpMatch withGateways(HttpMatch match, ImmutableList<String> gateways) {
    return new HttpMatch(
        match.name(),
        match.uri(),
        match.scheme(),
        match.method(),
        match.authority(),
        match.headers(),
        match.port(),
        match.sourceLabels(),
        gateways,
        match.queryParams(),
        match.ignoreUriCase(),
        match.withoutHeaders(),
        match.sourceNamespace(),
        match.statPrefix());
  }
}
