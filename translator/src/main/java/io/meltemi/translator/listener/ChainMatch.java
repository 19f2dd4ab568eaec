package io.meltemi.translator.listener;

import com.google.common.collect.ImmutableSortedSet;

/**
 * Which connections a filter chain takes; all conditions must hold, and what is empty holds always.
 *
 * @param destinationPort 0 for any
 * @param destinations the address that was dialled
 * @param serverNames SNI; exact, or {@code *.suffix}
 * @param protocol what the inspectors must have seen
 */
record ChainMatch(
    int destinationPort,
    ImmutableSortedSet<AddressPrefix> destinations,
    ImmutableSortedSet<String> serverNames,
    Sniffed protocol) {

  /** What the first bytes of a connection are. */
  enum Sniffed {
    ANYTHING,
    /** No TLS. */
    PLAINTEXT,
    /** HTTP/1.1 or HTTP/2 without TLS. */
    PLAIN_HTTP,
    TLS,
    /** TLS of the mesh's, whatever is inside. */
    MESH_TLS,
    /** TLS of the mesh's, and the client's sidecar says that HTTP is inside. */
    MESH_HTTP,
    /** TLS of the mesh's, and the client's sidecar does not know what is inside. */
    MESH_BYTES;

    boolean isTls() {
      return switch (this) {
        case ANYTHING, PLAINTEXT, PLAIN_HTTP -> false;
        case TLS, MESH_TLS, MESH_HTTP, MESH_BYTES -> true;
      };
    }
  }

  static final ChainMatch ALL =
      new ChainMatch(0, ImmutableSortedSet.of(), ImmutableSortedSet.of(), Sniffed.ANYTHING);

  static final ChainMatch PLAIN_HTTP = ALL.with(Sniffed.PLAIN_HTTP);

  static ChainMatch toPort(int port) {
    return new ChainMatch(port, ImmutableSortedSet.of(), ImmutableSortedSet.of(), Sniffed.ANYTHING);
  }

  static ChainMatch to(Iterable<AddressPrefix> destinations) {
    return new ChainMatch(
        0, ImmutableSortedSet.copyOf(destinations), ImmutableSortedSet.of(), Sniffed.ANYTHING);
  }

  ChainMatch with(Sniffed sniffed) {
    return new ChainMatch(destinationPort, destinations, serverNames, sniffed);
  }

  /** The connection must be TLS, and for one of these names if there are any. */
  ChainMatch withServerNames(Iterable<String> names) {
    return new ChainMatch(
        destinationPort,
        destinations,
        ImmutableSortedSet.copyOf(names),
        protocol.isTls() ? protocol : Sniffed.TLS);
  }

  boolean isAll() {
    return equals(ALL);
  }

  boolean needsHttpInspector() {
    return protocol == Sniffed.PLAIN_HTTP;
  }

  boolean needsTlsInspector() {
    return protocol.isTls() || !serverNames.isEmpty();
  }
}
