package io.meltemi.istiod.xds;

import com.google.common.collect.ImmutableList;
import io.meltemi.ca.SpiffeId;
import io.meltemi.translator.xds.ProxySnapshot;
import io.meltemi.translator.xds.XdsType;
import java.time.Instant;
import java.util.Optional;

/**
 * One ADS stream whose proxy has said who it is. Its proxy has at most what the newest published
 * snapshot holds; a proxy that reconnects is a new connection.
 *
 * <p>Safe for use by several threads; identity equality.
 */
public interface ProxyConnection {

  /** Distinct for every stream of this server; later streams have greater numbers. */
  long id();

  NodeInfo node();

  /** Who the proxy is, verified once for the stream; empty where nobody is asked. */
  Optional<SpiffeId> caller();

  /** Whether the stream speaks delta xDS; otherwise state of the world. */
  boolean isDelta();

  /** The other end's address, {@code host:port}. */
  String peer();

  Instant connectedAt();

  /**
   * Whether the proxy verifies others with the roots of that version as far as this stream can
   * tell: it has taken them, or takes none from us.
   */
  boolean trusts(String rootsVersion);

  /**
   * Whether it takes roots over this stream. One with an agent does not: its roots come with its
   * certificates, by {@code CreateCertificate}.
   */
  boolean takesRoots();

  /** What the proxy subscribes to, in push order. */
  ImmutableList<XdsType> watchedTypes();

  /** The names it asks for one by one, sorted; none where it wants all there are. */
  ImmutableList<String> watchedNames(XdsType type);

  /** What was sent on this stream, and what the proxy said to it. */
  Ledger ledger();

  /**
   * Makes {@code snapshot} what this proxy should have, and sends what it lacks as far as the
   * connection takes it. Returns at once: what cannot be sent now waits, and only the newest
   * snapshot waits. A snapshot equal to the one before sends nothing. After the end of the stream
   * this does nothing.
   *
   * <p>Pass the same {@link io.meltemi.translator.xds.ResourceSet} references to all connections of
   * a class: their differences are then computed once.
   */
  void publish(ProxySnapshot snapshot);

  /** Ends the stream; the proxy will connect again. For what it may no longer be served. */
  void close(String reason);

  /** Ends the stream of a proxy that is not who it says it is. */
  void deny(String reason);
}
