package io.meltemi.istiod.debug;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableMap;
import io.meltemi.istiod.xds.LedgerEntry;
import io.meltemi.istiod.xds.ProxyConnection;
import io.meltemi.istiod.xds.Rejection;
import io.meltemi.translator.xds.XdsType;
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
   */
  public record Type(LedgerEntry entry, Optional<String> complaint) {

    LedgerEntry.Status status() {
      return complaint.isPresent() ? LedgerEntry.Status.ERROR : entry.status();
    }
  }

  static ProxySync of(ProxyConnection connection, Complaints complaints) {
    ImmutableMap<XdsType, String> refused = complaints.of(connection);
    return new ProxySync(
        connection,
        connection.watchedTypes().stream()
            .map(type -> type(connection.ledger().entry(type), refused))
            .collect(ImmutableList.toImmutableList()));
  }

  private static Type type(LedgerEntry entry, ImmutableMap<XdsType, String> refused) {
    Optional<String> known = Optional.ofNullable(refused.get(entry.type()));
    return new Type(entry, known.or(() -> lastRefused(entry)));
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
