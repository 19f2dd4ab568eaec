package io.meltemi.translator.fuzz;

import io.meltemi.translator.config.decode.Decoded;
import io.meltemi.translator.config.decode.MeshConfigReader;
import java.nio.charset.StandardCharsets;

/** Whatever bytes the file of mesh-wide settings has. */
public final class MeshConfigFuzzer {

  private MeshConfigFuzzer() {}

  public static void fuzzerTestOneInput(byte[] bytes) {
    if (MeshConfigReader.read("mesh.yaml", new String(bytes, StandardCharsets.UTF_8))
            instanceof Decoded.Rejected<?> rejected
        && rejected.diagnostics().isEmpty()) {
      throw new AssertionError("refused, and nobody is told why");
    }
  }
}
