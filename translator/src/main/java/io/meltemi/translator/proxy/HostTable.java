package io.meltemi.translator.proxy;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableListMultimap;
import io.meltemi.translator.model.Hostname;
import java.util.Collection;
import java.util.Comparator;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Predicate;

/** Finds what is said about a host: by its full name first, then by ever wider wildcards. */
final class HostTable<V> {

  private final ImmutableListMultimap<String, V> exact;
  private final ImmutableList<V> wildcards;
  private final Function<V, Hostname> host;

  private HostTable(
      ImmutableListMultimap<String, V> exact,
      ImmutableList<V> wildcards,
      Function<V, Hostname> host) {
    this.exact = exact;
    this.wildcards = wildcards;
    this.host = host;
  }

  /**
   * @param values for one host, the one to be preferred first
   */
  static <V> HostTable<V> of(Collection<V> values, Function<V, Hostname> host) {
    ImmutableListMultimap.Builder<String, V> exact = ImmutableListMultimap.builder();
    values.forEach(value -> exact.put(host.apply(value).text(), value));
    Comparator<V> longestFirst =
        Comparator.comparingInt(value -> -host.apply(value).text().length());
    ImmutableList<V> wildcards =
        values.stream()
            .filter(value -> host.apply(value).isWildcard())
            .sorted(longestFirst)
            .collect(ImmutableList.toImmutableList());
    return new HostTable<>(exact.build(), wildcards, host);
  }

  /** The first acceptable value of the most specific host that covers {@code hostname}. */
  Optional<V> mostSpecific(String hostname, Predicate<V> acceptable) {
    for (V value : exact.get(hostname)) {
      if (acceptable.test(value)) {
        return Optional.of(value);
      }
    }
    for (V value : wildcards) {
      if (host.apply(value).covers(hostname) && acceptable.test(value)) {
        return Optional.of(value);
      }
    }
    return Optional.empty();
  }
}
