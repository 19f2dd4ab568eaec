package io.meltemi.translator.listener;

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
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.function.Predicate;

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

  /**
   * The inspectors that some chain's match needs, and no other: they hold connections up. Ports
   * that have chains of their own are inspected only if one of those needs it.
   */
  static void inspectors(Listener.Builder listener, Collection<FilterChainInputs> chains) {
    inspector(listener, TLS_INSPECTOR, chains, ChainMatch::needsTlsInspector);
    inspector(listener, HTTP_INSPECTOR, chains, ChainMatch::needsHttpInspector);
  }

  private static void inspector(
      Listener.Builder listener,
      ListenerFilter inspector,
      Collection<FilterChainInputs> chains,
      Predicate<ChainMatch> needs) {
    SortedSet<Integer> spared = new TreeSet<>();
    boolean needed = false;
    for (FilterChainInputs chain : chains) {
      if (chain.match().destinationPort() != 0) {
        spared.add(chain.match().destinationPort());
      }
    }
    for (FilterChainInputs chain : chains) {
      if (needs.test(chain.match())) {
        needed = true;
        spared.remove(chain.match().destinationPort());
      }
    }
    if (needed) {
      listener.addListenerFilters(
          spared.isEmpty()
              ? inspector
              : inspector.toBuilder().setFilterDisabled(anyOf(spared)).build());
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

  private static ListenerFilterChainMatchPredicate anyOf(SortedSet<Integer> ports) {
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
