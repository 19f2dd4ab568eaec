package io.meltemi.translator.listener;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableSortedSet;
import io.meltemi.translator.diagnostic.ConfigKey;
import io.meltemi.translator.diagnostic.Diagnostic;
import io.meltemi.translator.model.Protocol;
import io.meltemi.translator.naming.RouteName;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * Collects what services and Sidecars want on which listener, and makes one listener of each.
 *
 * <p>HTTP and TCP may share a listener: what looks like HTTP goes to the routes, the rest to the
 * TCP service. Two TCP services on one address cannot be told apart: the first one has it.
 */
final class OutboundListenerTable {

  private final ListenerSettings settings;
  private final ChainFilters.Tcp catchAll;
  private final ListenerAddresses addresses;
  private final List<Diagnostic> diagnostics;
  private final Map<String, Entry> entries = new TreeMap<>();

  /**
   * An empty table.
   *
   * @param catchAll where a captured connection goes that matches nothing on its listener
   * @param addresses those that are free
   * @param diagnostics gets what there is to say
   */
  OutboundListenerTable(
      ListenerSettings settings,
      ChainFilters.Tcp catchAll,
      ListenerAddresses addresses,
      List<Diagnostic> diagnostics) {
    this.settings = settings;
    this.catchAll = catchAll;
    this.addresses = addresses;
    this.diagnostics = diagnostics;
  }

  private static final class Entry {
    final Bind bind;
    final boolean bindToPort;
    final ChainMerger chains;

    /** A Sidecar's listener with a port has what it names and nothing else. */
    boolean closed;

    boolean http;

    Entry(Bind bind, boolean bindToPort, ChainMerger chains) {
      this.bind = bind;
      this.bindToPort = bindToPort;
      this.chains = chains;
    }
  }

  /** Asks for connections at a place. */
  void add(Bind bind, boolean bindToPort, Collection<ListenerClaim> claims) {
    for (ListenerClaim claim : claims) {
      entry(bind, bindToPort, claim.owner())
          .filter(entry -> !entry.closed)
          .ifPresent(entry -> entry.chains.add(claim));
    }
  }

  /** Asks for the requests at a place. All who do share them; who asks first shapes the chain. */
  void addHttp(
      Bind bind, boolean bindToPort, ConfigKey owner, RouteName routes, Protocol protocol) {
    entry(bind, bindToPort, owner)
        .filter(entry -> !entry.closed && !entry.http)
        .ifPresent(
            entry -> {
              entry.http = true;
              entry.chains.add(HttpClaims.of(owner, entry.bind, routes, protocol));
            });
  }

  private Optional<Entry> entry(Bind bind, boolean bindToPort, ConfigKey owner) {
    String name = bind.listenerName();
    Entry known = entries.get(name);
    if (known != null) {
      return Optional.of(known);
    }
    return addresses
        .take(bind, owner)
        .map(
            place -> {
              Entry entry = new Entry(place, bindToPort, new ChainMerger(name, diagnostics));
              entries.put(name, entry);
              return entry;
            });
  }

  /** From here on nothing is added to the listeners there are. */
  void close() {
    entries.values().forEach(entry -> entry.closed = true);
  }

  ImmutableList<OutboundListenerInputs> listeners() {
    return entries.values().stream()
        .map(this::listener)
        .flatMap(Optional::stream)
        .collect(ImmutableList.toImmutableList());
  }

  private Optional<OutboundListenerInputs> listener(Entry entry) {
    ImmutableList<ListenerClaim> claims = entry.chains.accepted();
    if (claims.isEmpty()) {
      return Optional.empty();
    }
    ImmutableSortedSet.Builder<ConfigKey> origins = ImmutableSortedSet.naturalOrder();
    ImmutableList.Builder<FilterChainInputs> chains = ImmutableList.builder();
    Optional<FilterChainInputs> fallback = Optional.empty();
    for (ListenerClaim claim : claims) {
      claim.origins().stream().filter(key -> !key.equals(ConfigKey.NONE)).forEach(origins::add);
      FilterChainInputs chain = simplified(claim.chain(), claims.size(), entry.bindToPort);
      // A connection that begins to match a chain and then does not finds only the default chain.
      if (claims.size() > 1 && chain.match().isAll()) {
        fallback = Optional.of(chain);
      } else {
        chains.add(chain);
      }
    }
    ImmutableList<FilterChainInputs> matched = chains.build();
    return Optional.of(
        new OutboundListenerInputs(
            entry.bind,
            entry.bindToPort,
            matched,
            fallback.or(() -> passthrough(entry, matched)),
            settings,
            origins.build().asList()));
  }

  /** Where an application dials the proxy itself and only HTTP is served, nothing is detected. */
  private static FilterChainInputs simplified(
      FilterChainInputs chain, int chains, boolean bindToPort) {
    return bindToPort && chains == 1 && chain.match().equals(ChainMatch.PLAIN_HTTP)
        ? chain.withMatch(ChainMatch.ALL)
        : chain;
  }

  private Optional<FilterChainInputs> passthrough(
      Entry entry, ImmutableList<FilterChainInputs> chains) {
    boolean complete = chains.stream().anyMatch(chain -> chain.match().isAll());
    return complete || entry.bindToPort
        ? Optional.empty()
        : Optional.of(FilterChainInputs.of("PassthroughFilterChain", ChainMatch.ALL, catchAll));
  }
}
