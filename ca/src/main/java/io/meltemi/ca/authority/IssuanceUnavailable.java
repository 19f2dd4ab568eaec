package io.meltemi.ca.authority;

import java.io.Serial;

/** Nothing can be signed now: the CA's own certificates have ended. */
public final class IssuanceUnavailable extends RuntimeException {
  @Serial private static final long serialVersionUID = 1;

  IssuanceUnavailable(String message) {
    super(message);
  }
}
