package io.meltemi.ca.x509;

import java.math.BigInteger;
import java.security.SecureRandom;

/** Serial numbers that nobody can guess: 128 random bits. */
public final class SerialNumbers {
  private static final int BITS = 128;

  private SerialNumbers() {}

  /** Positive, as RFC 5280 asks, and never zero. */
  public static BigInteger next(SecureRandom random) {
    return new BigInteger(BITS, random).setBit(BITS);
  }
}
