package io.meltemi.ca.fuzz;

import io.meltemi.ca.x509.PemBlock;

/** Past the PEM of a certificate request, where the structures are. */
public final class CsrStructureFuzzer {
  private CsrStructureFuzzer() {}

  public static void fuzzerTestOneInput(byte[] der) {
    CsrTextFuzzer.parse(new PemBlock("CERTIFICATE REQUEST", der).text());
  }
}
