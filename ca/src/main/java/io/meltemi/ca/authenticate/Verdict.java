package io.meltemi.ca.authenticate;

import io.meltemi.ca.SpiffeId;

/** What an authenticator says of a caller. */
public sealed interface Verdict {
  /** This is who it is, and this authenticator vouches for it. */
  record Verified(SpiffeId identity, String authenticator) implements Verdict {}

  /** The caller shows nothing that this authenticator looks at. */
  record Absent() implements Verdict {}

  /** The caller shows something, and it proves nothing. The reason quotes nothing secret. */
  record Refused(String reason) implements Verdict {}
}
