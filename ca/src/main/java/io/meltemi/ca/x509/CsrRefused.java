package io.meltemi.ca.x509;

import java.io.Serial;

/** A certificate request that is not signed; the message names what is wrong and quotes nothing. */
public final class CsrRefused extends Exception {
  @Serial private static final long serialVersionUID = 1;

  public CsrRefused(String message) {
    super(message);
  }
}
