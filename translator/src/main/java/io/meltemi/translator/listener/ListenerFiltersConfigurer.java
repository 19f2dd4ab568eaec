package io.meltemi.translator.listener;

import com.google.common.collect.ImmutableSortedSet;
import com.google.protobuf.Message;
import io.envoyproxy.envoy.config.listener.v3.Listener;
import io.envoyproxy.envoy.config.listener.v3.ListenerFilter;
import io.envoyproxy.envoy.config.listener.v3.ListenerFilterChainMatchPredicate;
import io.envoyproxy.envoy.extensions.filters.listener.http_inspector.v3.HttpInspector;
import io.envoyproxy.envoy.extensions.filters.listener.original_dst.v3.OriginalDst;
import io.envoyproxy.envoy.extensions.filters.listener.original_src.v3.OriginalSrc;
import io.envoyproxy.envoy.extensions.filters.listener.proxy_protocol.v3.ProxyProtocol;
import io.envoyproxy.envoy.extensions.filters.listener.tls_inspector.v3.TlsInspector;
import io.envoyproxy.envoy.type.v3.Int32Range;
import io.meltemi.translator.xds.Protos;
import java.util.Collection;

/** Writes the filters that look at a connection before a filter chain is chosen for it. */
final class ListenerFiltersConfigurer {

  /** The mark by which iptables knows the proxy's own connections (Istio's number). */
  private static final int ORIGINAL_SOURCE_MARK = 1337;

  private static final ListenerFilter ORIGINAL_DESTINATION =
      filter("original_dst", OriginalDst.getDefaultInstance());
  private static final ListenerFilter ORIGINAL_SOURCE =
      filter("original_src", OriginalSrc.newBuilder().setMark(ORIGINAL_SOURCE_MARK).build());
  private static final ListenerFilter TLS_INSPECTOR =
      filter("tls_inspector", TlsInspector.getDefaultInstance());
  private static final ListenerFilter HTTP_INSPECTOR =
      filter("http_inspector", HttpInspector.getDefaultInstance());
  private static final ListenerFilter PROXY_PROTOCOL =
      filter("proxy_protocol", ProxyProtocol.getDefaultInstance());

  private ListenerFiltersConfigurer() {}

  static void originalDestination(Listener.Builder listener) {
    listener.addListenerFilters(ORIGINAL_DESTINATION);
  }

  /** Towards the workload the proxy takes on the client's address. */
  static void originalSource(Listener.Builder listener) {
    listener.addListenerFilters(ORIGINAL_SOURCE);
  }

  static void proxyProtocol(Listener.Builder listener) {
    listener.addListenerFilters(PROXY_PROTOCOL);
  }

  /** The inspectors that some chain's match needs, and no other: they hold connections up. */
  static void inspectors(Listener.Builder listener, Collection<FilterChainInputs> chains) {
    inspectors(listener, chains, ImmutableSortedSet.of());
  }

  /** As above, but connections to the {@code uninspected} ports are not looked into for HTTP. */
  static void inspectors(
      Listener.Builder listener,
      Collection<FilterChainInputs> chains,
      ImmutableSortedSet<Integer> uninspected) {
    if (chains.stream().anyMatch(chain -> chain.match().needsTlsInspector())) {
      listener.addListenerFilters(TLS_INSPECTOR);
    }
    if (chains.stream().anyMatch(chain -> chain.match().needsHttpInspector())) {
      ListenerFilter.Builder inspector = HTTP_INSPECTOR.toBuilder();
      if (!uninspected.isEmpty()) {
        inspector.setFilterDisabled(anyOf(uninspected));
      }
      listener.addListenerFilters(inspector);
    }
  }

  /**
   * A client that says nothing may speak a protocol in which the server speaks first: after a while
   * it is given to the chain that needs no look at its bytes. To be called last.
   */
  static void detectionTimeout(Listener.Builder listener, ListenerSettings settings) {
    if (listener.getListenerFiltersCount() > 0) {
      listener
          .setListenerFiltersTimeout(Protos.duration(settings.detectionTimeout()))
          .setContinueOnListenerFiltersTimeout(true);
    }
  }

  private static ListenerFilterChainMatchPredicate anyOf(ImmutableSortedSet<Integer> ports) {
    if (ports.size() == 1) {
      return toPort(ports.first());
    }
    ListenerFilterChainMatchPredicate.MatchSet.Builder any =
        ListenerFilterChainMatchPredicate.MatchSet.newBuilder();
    ports.forEach(port -> any.addRules(toPort(port)));
    return ListenerFilterChainMatchPredicate.newBuilder().setOrMatch(any).build();
  }

  private static ListenerFilterChainMatchPredicate toPort(int port) {
    return ListenerFilterChainMatchPredicate.newBuilder()
        .setDestinationPortRange(Int32Range.newBuilder().setStart(port).setEnd(port + 1))
        .build();
  }

  private static ListenerFilter filter(String name, Message config) {
    return ListenerFilter.newBuilder()
        .setName("envoy.filters.listener." + name)
        .setTypedConfig(Protos.any(config))
        .build();
  }
}
