package io.meltemi.ca.fuzz;

import io.meltemi.ca.x509.MalformedPem;
import io.meltemi.ca.x509.Pem;
import java.nio.charset.StandardCharsets;

/** Whatever lies in the files of a plugged-in CA: it is read, or said to be malformed. */
public final class PemFilesFuzzer {
  private PemFilesFuzzer() {}

  /** One kind of file. */
  private interface Reading {
    void read(String text) throws MalformedPem;
  }

  public static void fuzzerTestOneInput(byte[] bytes) {
    String text = new String(bytes, StandardCharsets.ISO_8859_1);
    tryTo(Pem::certificates, text);
    tryTo(Pem::privateKey, text);
    tryTo(Pem::revocationLists, text);
  }

  private static void tryTo(Reading reading, String text) {
    try {
      reading.read(text);
    } catch (MalformedPem _) {
      // The one way to say no; anything else that is thrown is a finding.
    }
  }
}
