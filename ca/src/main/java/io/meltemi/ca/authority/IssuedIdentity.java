package io.meltemi.ca.authority;

import java.time.Instant;

/**
 * A certificate with its key, both made by us: for a proxy that takes its secrets over SDS, or for
 * our own server. It prints without the key.
 *
 * @param chainPem leaf, then intermediates; the root is in the trust bundle
 * @param privateKeyPem PKCS #8
 * @param renewAt when to make the next one: about half of the life, a little different each time so
 *     that a thousand that were made together are not renewed together
 */
public record IssuedIdentity(
    String chainPem, String privateKeyPem, Instant notBefore, Instant notAfter, Instant renewAt) {
  @Override
  public String toString() {
    return "IssuedIdentity[" + notBefore + " to " + notAfter + ", renewed at " + renewAt + "]";
  }
}
