package io.meltemi.translator.fuzz;

import io.meltemi.translator.config.JwkSet;
import java.nio.charset.StandardCharsets;

/** Whatever an issuer publishes as its keys: it has some, or a problem. */
public final class KeySetFuzzer {

  private KeySetFuzzer() {}

  public static void fuzzerTestOneInput(byte[] bytes) {
    JwkSet keys = JwkSet.parse(new String(bytes, StandardCharsets.UTF_8));
    if (keys.isEmpty() && keys.problem().isEmpty()) {
      throw new AssertionError("no keys, and nobody is told why");
    }
    if (!keys.isEmpty() && JwkSet.parse(keys.json()).isEmpty()) {
      throw new AssertionError("not read as it was written: " + keys.json());
    }
  }
}
