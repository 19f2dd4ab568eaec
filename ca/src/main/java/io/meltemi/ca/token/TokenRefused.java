package io.meltemi.ca.token;

import java.io.Serial;

/** A token that proves nothing. The message says why and quotes nothing of the token. */
public final class TokenRefused extends Exception {
  @Serial private static final long serialVersionUID = 1;

  public TokenRefused(String message) {
    super(message);
  }
}
