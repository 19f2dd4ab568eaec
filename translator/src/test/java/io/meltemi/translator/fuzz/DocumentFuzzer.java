package io.meltemi.translator.fuzz;

import io.meltemi.translator.config.decode.ConfigFile;
import java.nio.charset.StandardCharsets;

/** Whatever bytes a file has: read, checked and translated, or said to be wrong. */
public final class DocumentFuzzer {

  private DocumentFuzzer() {}

  public static void fuzzerTestOneInput(byte[] bytes) {
    String text = new String(bytes, StandardCharsets.UTF_8);
    ConfigFile file = ConfigFile.read("f.yaml", text);
    ConfigFile again = ConfigFile.read("f.yaml", text.substring(0, text.length() / 2)).reread(text);
    if (!file.objects().equals(again.objects())
        || !file.diagnostics().equals(again.diagnostics())) {
      throw new AssertionError("what was read before changes what is read now");
    }
    FuzzedMesh.take(file);
  }
}
