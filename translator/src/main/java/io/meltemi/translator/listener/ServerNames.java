package io.meltemi.translator.listener;

import com.google.common.collect.ImmutableSortedSet;
import java.util.Collection;
import java.util.Locale;
import java.util.Optional;

/** What users write where SNI is matched, as Envoy's {@code server_names} takes it. */
final class ServerNames {

  private ServerNames() {}

  /**
   * The name in lower case, as TLS inspectors report it; absent if Envoy would refuse it: a
   * wildcard may only stand for the first labels ({@code *.com}).
   */
  static Optional<String> parse(String name) {
    String lower = name.toLowerCase(Locale.ROOT);
    boolean wildcard = lower.startsWith("*.");
    String rest = wildcard ? lower.substring(2) : lower;
    return rest.isEmpty() || rest.indexOf('*') >= 0 ? Optional.empty() : Optional.of(lower);
  }

  /**
   * The names that Envoy takes: an empty set where {@code *} makes names needless, absent where no
   * name is left that SNI could match.
   */
  static Optional<ImmutableSortedSet<String>> of(Collection<String> names) {
    if (names.contains("*")) {
      return Optional.of(ImmutableSortedSet.of());
    }
    ImmutableSortedSet<String> taken =
        names.stream()
            .map(ServerNames::parse)
            .flatMap(Optional::stream)
            .collect(ImmutableSortedSet.toImmutableSortedSet(String::compareTo));
    return taken.isEmpty() ? Optional.empty() : Optional.of(taken);
  }
}
