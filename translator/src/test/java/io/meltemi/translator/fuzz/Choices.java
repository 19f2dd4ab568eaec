package io.meltemi.translator.fuzz;

import com.google.common.collect.ImmutableList;

/** Choices made by bytes: the same bytes, the same choices. When they end, the first is chosen. */
public final class Choices {

  private final byte[] bytes;
  private int at;

  public Choices(byte[] bytes) {
    this.bytes = bytes.clone();
  }

  /** From 0 to the bound, without it. */
  public int below(int bound) {
    return at < bytes.length ? Byte.toUnsignedInt(bytes[at++]) % bound : 0;
  }

  public <T> T of(ImmutableList<T> options) {
    return options.get(below(options.size()));
  }

  /** Hardly ever. */
  boolean seldom() {
    return below(32) == 31;
  }

  boolean coin() {
    return below(2) == 1;
  }
}
