package io.meltemi.ca.authority;

import io.meltemi.ca.authority.CacertsFolder.Content;
import io.meltemi.ca.x509.MalformedPem;
import java.io.IOException;
import java.time.InstantSource;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Follows the files of a plugged-in CA by reading them again and again: they are few and small, and
 * no mount, symlink or network file system is in the way of a read. Only what was read twice the
 * same counts, so that files that are being replaced one after the other are waited for. When the
 * new files are broken, the last good ones hold.
 */
final class CacertsFollower {
  private static final Logger log = LoggerFactory.getLogger(CacertsFollower.class);

  private final CacertsFolder folder;
  private final InstantSource clock;
  private String seen = "";
  private String good = "";
  private volatile Optional<String> problem = Optional.empty();

  CacertsFollower(CacertsFolder folder, InstantSource clock) {
    this.folder = folder;
    this.clock = clock;
  }

  /** The first reading, without which there is nothing to sign with. */
  IssuerState start() {
    try {
      Content content = folder.read();
      IssuerState state = folder.interpret(content, clock.instant());
      seen = content.hash();
      good = content.hash();
      sayWhoHeedsLists(state);
      return state;
    } catch (IOException | MalformedPem e) {
      throw new IllegalStateException("The plugged-in CA cannot be used: " + e.getMessage());
    }
  }

  /** What to use from now on, if anything has changed for the good. */
  synchronized Optional<IssuerState> look() {
    try {
      Content content = folder.read();
      boolean settled = content.hash().equals(seen);
      seen = content.hash();
      if (!settled) {
        return Optional.empty();
      }
      // Broken files are tried each time: what is not valid yet may become so.
      Optional<IssuerState> next =
          content.hash().equals(good)
              ? Optional.empty()
              : Optional.of(folder.interpret(content, clock.instant()));
      good = content.hash();
      problem = Optional.empty();
      next.ifPresent(
          state -> {
            log.info("The plugged-in CA has changed: {}", state.issuer());
            sayWhoHeedsLists(state);
          });
      return next;
    } catch (IOException | MalformedPem e) {
      String message = String.valueOf(e.getMessage());
      if (!problem.equals(Optional.of(message))) {
        problem = Optional.of(message);
        log.error(
            "The new files of the plugged-in CA are not used, the last good ones hold: {}",
            message);
      }
      return Optional.empty();
    }
  }

  /** Whoever relies on a list must know how far it reaches (docs/adr/4-revocation-lists.md). */
  private static void sayWhoHeedsLists(IssuerState state) {
    if (!state.crls().isEmpty()) {
      log.warn(
          "What ca-crl.pem revokes is refused by istiod, but proxies are not told: {} lists",
          state.crls().size());
    }
  }

  /** What is wrong with the files that lie there now; empty when they are in use. */
  Optional<String> problem() {
    return problem;
  }
}
