package io.meltemi.translator.listener;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableListMultimap;
import io.meltemi.translator.config.ConfigObject;
import io.meltemi.translator.config.VirtualService;
import io.meltemi.translator.model.Hostname;
import java.util.stream.Stream;

/** The VirtualServices with tcp or tls routes, by the hosts they are for, winning ones first. */
final class L4Rules {

  private final ImmutableListMultimap<String, Ranked> exact;
  private final ImmutableList<Ranked> wildcard;

  private L4Rules(ImmutableListMultimap<String, Ranked> exact, ImmutableList<Ranked> wildcard) {
    this.exact = exact;
    this.wildcard = wildcard;
  }

  /** Those of the rules that route connections rather than requests. */
  static ImmutableList<ConfigObject<VirtualService>> among(
      ImmutableList<ConfigObject<VirtualService>> rules) {
    return rules.stream()
        .filter(rule -> !rule.spec().tcp().isEmpty() || !rule.spec().tls().isEmpty())
        .collect(ImmutableList.toImmutableList());
  }

  static L4Rules of(ImmutableList<ConfigObject<VirtualService>> rules, String clusterDomain) {
    ImmutableListMultimap.Builder<String, Ranked> exact = ImmutableListMultimap.builder();
    ImmutableList.Builder<Ranked> wildcard = ImmutableList.builder();
    int rank = 0;
    for (ConfigObject<VirtualService> rule : rules) {
      for (String host : rule.spec().hosts()) {
        Hostname name = Hostname.resolve(host, rule.namespace(), clusterDomain);
        Ranked ranked = new Ranked(rank, name, rule);
        if (name.isWildcard()) {
          wildcard.add(ranked);
        } else {
          exact.put(name.text(), ranked);
        }
      }
      rank++;
    }
    return new L4Rules(exact.build(), wildcard.build());
  }

  /** The rules for a service's hostname, which may be a wildcard too. */
  ImmutableList<ConfigObject<VirtualService>> forHost(String hostname) {
    if (exact.isEmpty() && wildcard.isEmpty()) {
      return ImmutableList.of();
    }
    Stream<Ranked> named =
        hostname.startsWith("*")
            ? exact.values().stream().filter(rule -> rule.host().overlaps(hostname))
            : exact.get(hostname).stream();
    Stream<Ranked> wild = wildcard.stream().filter(rule -> rule.host().overlaps(hostname));
    return Stream.concat(named, wild)
        .sorted()
        .map(Ranked::rule)
        .distinct()
        .collect(ImmutableList.toImmutableList());
  }

  private record Ranked(int rank, Hostname host, ConfigObject<VirtualService> rule)
      implements Comparable<Ranked> {

    @Override
    public int compareTo(Ranked other) {
      return Integer.compare(rank, other.rank);
    }
  }
}
