package io.meltemi.istiod.debug;

import com.google.common.collect.ImmutableList;
import io.meltemi.ca.SpiffeId;
import io.meltemi.ca.authenticate.Authenticator;
import io.meltemi.ca.authenticate.CallCredentials;
import io.meltemi.ca.authenticate.Verdict;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * Who may see debug pages from another machine: who proves to be a service account by a bearer
 * token. One of the system namespace sees all, any other its own namespace only (CVE-2026-31838).
 *
 * @param authenticator the same that proxies are asked by; without one nobody is let in
 */
public record DebugGate(Optional<Authenticator> authenticator, String systemNamespace) {

  private static final String BEARER = "bearer ";

  /** Nobody but callers on this machine. */
  public static final DebugGate CLOSED = new DebugGate(Optional.empty(), "istio-system");

  /** What a caller may see. */
  sealed interface Sight {
    record Everything() implements Sight {}

    record Namespace(String name) implements Sight {}

    record Nothing(int status, String why) implements Sight {}
  }

  /**
   * @param authorizations the values of that header; with two of them nobody knows which counts
   */
  Sight of(List<String> authorizations, String peer) {
    if (authenticator.isEmpty()) {
      return new Sight.Nothing(403, "for callers on this machine only");
    }
    Optional<String> token =
        authorizations.size() == 1 ? token(authorizations.getFirst()) : Optional.empty();
    if (token.isEmpty()) {
      return new Sight.Nothing(401, "for callers on this machine, or with a bearer token");
    }
    CallCredentials shown = new CallCredentials(token, ImmutableList.of(), peer);
    return switch (authenticator.get().authenticate(shown)) {
      case Verdict.Verified(SpiffeId id, _) -> of(id);
      case Verdict.Refused(String reason) -> new Sight.Nothing(401, reason);
      case Verdict.Absent() -> new Sight.Nothing(401, "no credential");
    };
  }

  /** What somebody may see who is known already. */
  Sight of(SpiffeId caller) {
    return caller.namespace().equals(systemNamespace)
        ? new Sight.Everything()
        : new Sight.Namespace(caller.namespace());
  }

  private static Optional<String> token(String authorization) {
    return authorization.toLowerCase(Locale.ROOT).startsWith(BEARER)
        ? Optional.of(authorization.substring(BEARER.length()).strip())
        : Optional.empty();
  }
}
