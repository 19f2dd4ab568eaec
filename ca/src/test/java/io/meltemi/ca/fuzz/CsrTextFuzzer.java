package io.meltemi.ca.fuzz;

import io.meltemi.ca.x509.CertificateSigningRequest;
import io.meltemi.ca.x509.CsrRefused;
import java.nio.charset.StandardCharsets;

/** Whatever text comes as a certificate request: it is one, or it is refused. */
public final class CsrTextFuzzer {
  private CsrTextFuzzer() {}

  public static void fuzzerTestOneInput(byte[] bytes) {
    parse(new String(bytes, StandardCharsets.ISO_8859_1));
  }

  static void parse(String pem) {
    try {
      CertificateSigningRequest.parse(pem);
    } catch (CsrRefused _) {
      // The one way to say no; anything else that is thrown is a finding.
    }
  }
}
