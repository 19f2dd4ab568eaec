package io.meltemi.ca.authenticate;

import com.google.common.collect.ImmutableList;
import java.util.StringJoiner;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * All ways to prove who one is, in order: the client certificate, then tokens. The first that
 * verifies the caller decides; a credential that one of them refuses may still be good for the
 * next.
 */
public final class Authenticators implements Authenticator {
  private static final Logger log = LoggerFactory.getLogger(Authenticators.class);

  private final ImmutableList<Authenticator> inOrder;

  public Authenticators(ImmutableList<Authenticator> inOrder) {
    this.inOrder = inOrder;
  }

  @Override
  public String name() {
    return "all";
  }

  /** {@code Verified} or {@code Refused}, never {@code Absent}. */
  @Override
  public Verdict authenticate(CallCredentials call) {
    StringJoiner reasons = new StringJoiner("; ");
    for (Authenticator authenticator : inOrder) {
      switch (ask(authenticator, call)) {
        case Verdict.Verified verified -> {
          return verified;
        }
        case Verdict.Refused(String reason) -> reasons.add(authenticator.name() + ": " + reason);
        case Verdict.Absent() -> {}
      }
    }
    return new Verdict.Refused(
        reasons.length() == 0
            ? "no credential: neither a client certificate nor a bearer token"
            : reasons.toString());
  }

  private static Verdict ask(Authenticator authenticator, CallCredentials call) {
    try {
      return authenticator.authenticate(call);
    } catch (RuntimeException e) {
      // A fault of ours must not let anybody in, nor keep out those whom the next one knows.
      log.error("The authenticator {} failed for {}", authenticator.name(), call.peer(), e);
      return new Verdict.Refused("an internal failure");
    }
  }
}
