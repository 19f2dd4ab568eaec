package io.meltemi.istiod.debug;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableMap;
import io.meltemi.istiod.xds.Delivery;
import io.meltemi.istiod.xds.LedgerEntry;
import io.meltemi.istiod.xds.ProxyConnection;
import io.meltemi.istiod.xds.Rejection;
import io.meltemi.translator.xds.ModelRevision;
import io.meltemi.translator.xds.XdsType;
import java.time.Instant;
import java.util.Optional;
import java.util.stream.Collectors;

/** How far a proxy is with each type that it subscribes to. */
public record ProxySync(ProxyConnection connection, ImmutableList<Type> types) {

  /** What proxies refuse although they have something else in its place; by type, in words. */
  public interface Complaints {
    ImmutableMap<XdsType, String> of(ProxyConnection connection);
  }

  /**
   * One type.
   *
   * @param complaint what the proxy refuses of it, and why
   * @param hadSince when the proxy came with all there is of it, so that nothing was sent
   */
  public record Type(LedgerEntry entry, Optional<String> complaint, Optional<Instant> hadSince) {

    LedgerEntry.Status status() {
      if (complaint.isPresent()) {
        return LedgerEntry.Status.ERROR;
      }
      return hadSince.isPresent() ? LedgerEntry.Status.SYNCED : entry.status();
    }

    /** When the proxy was last sent something of it; {@link Instant#EPOCH} if never. */
    Instant sentAt() {
      return entry.sent().map(Delivery::at).or(() -> hadSince).orElse(Instant.EPOCH);
    }
  }

  static ProxySync of(ProxyConnection connection, Complaints complaints) {
    ImmutableMap<XdsType, String> refused = complaints.of(connection);
    return new ProxySync(
        connection,
        connection.watchedTypes().stream()
            .map(type -> type(connection, type, refused))
            .collect(ImmutableList.toImmutableList()));
  }

  private static Type type(
      ProxyConnection connection, XdsType type, ImmutableMap<XdsType, String> refused) {
    LedgerEntry entry = connection.ledger().entry(type);
    Optional<String> known = Optional.ofNullable(refused.get(type));
    return new Type(entry, known.or(() -> lastRefused(entry)), hadSince(connection, entry));
  }

  private static Optional<Instant> hadSince(ProxyConnection connection, LedgerEntry entry) {
    boolean lacksNothing = !connection.ledger().converged().equals(ModelRevision.NONE);
    return lacksNothing && entry.sent().isEmpty()
        ? Optional.of(connection.connectedAt())
        : Optional.empty();
  }

  /** Of what nobody has looked into yet. */
  private static Optional<String> lastRefused(LedgerEntry entry) {
    return entry.rejections().isEmpty()
        ? Optional.empty()
        : Optional.of(
            entry.rejections().values().stream()
                .map(Rejection::error)
                .distinct()
                .collect(Collectors.joining("; ")));
  }

  /** The last response of a type, and its ACK; of types that are not subscribed to, nothing. */
  LedgerEntry entry(XdsType type) {
    return connection.ledger().entry(type);
  }
}
