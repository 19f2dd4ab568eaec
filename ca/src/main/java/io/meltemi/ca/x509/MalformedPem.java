package io.meltemi.ca.x509;

import java.io.Serial;

/** A text is not the PEM it should be. The message names what is wrong and quotes nothing. */
public final class MalformedPem extends Exception {
  @Serial private static final long serialVersionUID = 1;

  public MalformedPem(String message) {
    super(message);
  }
}
