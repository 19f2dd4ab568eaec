package io.meltemi.ca.x509;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Base64;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * One {@code -----BEGIN LABEL-----} block: the label and the bytes inside. It may hold a private
 * key, so it prints as its label only.
 */
public final class PemBlock {
  private static final Base64.Encoder LINES =
      Base64.getMimeEncoder(64, "\n".getBytes(StandardCharsets.US_ASCII));

  private final String label;
  private final byte[] der;

  public PemBlock(String label, byte[] der) {
    this.label = label;
    this.der = der.clone();
  }

  public String label() {
    return label;
  }

  public byte[] der() {
    return der.clone();
  }

  /** The block as text, with a line feed at its end. */
  public String text() {
    return write(label, der);
  }

  static String write(String label, byte[] der) {
    return "-----BEGIN "
        + label
        + "-----\n"
        + LINES.encodeToString(der)
        + "\n-----END "
        + label
        + "-----\n";
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof PemBlock that
        && label.equals(that.label)
        && Arrays.equals(der, that.der);
  }

  @Override
  public int hashCode() {
    return Objects.hash(label, Arrays.hashCode(der));
  }

  @Override
  public String toString() {
    return "PEM block " + label;
  }
}
