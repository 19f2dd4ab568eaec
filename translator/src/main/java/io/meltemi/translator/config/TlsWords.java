package io.meltemi.translator.config;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableSet;
import java.util.Collection;

/**
 * Names of cipher suites and curves that Envoy's TLS knows. It refuses a whole listener or cluster
 * for one that it does not, so the others are left out and reported.
 */
public final class TlsWords {

  /** Those that Istio's reference lists; of TLS 1.2 and before. */
  public static final ImmutableSet<String> CIPHER_SUITES =
      ImmutableSet.of(
          "ECDHE-ECDSA-AES128-GCM-SHA256",
          "ECDHE-RSA-AES128-GCM-SHA256",
          "ECDHE-ECDSA-AES256-GCM-SHA384",
          "ECDHE-RSA-AES256-GCM-SHA384",
          "ECDHE-ECDSA-CHACHA20-POLY1305",
          "ECDHE-RSA-CHACHA20-POLY1305",
          "ECDHE-ECDSA-AES128-SHA",
          "ECDHE-RSA-AES128-SHA",
          "ECDHE-ECDSA-AES256-SHA",
          "ECDHE-RSA-AES256-SHA",
          "AES128-GCM-SHA256",
          "AES256-GCM-SHA384",
          "AES128-SHA",
          "AES256-SHA",
          "DES-CBC3-SHA");

  /** Those of BoringSSL that Envoy 1.40 takes. */
  public static final ImmutableSet<String> ECDH_CURVES =
      ImmutableSet.of("P-256", "P-384", "P-521", "X25519", "X25519MLKEM768");

  private TlsWords() {}

  /** The names that are known, each once, in the order in which they are written. */
  public static ImmutableList<String> among(
      ImmutableSet<String> known, Collection<String> written) {
    return written.stream()
        .filter(known::contains)
        .distinct()
        .collect(ImmutableList.toImmutableList());
  }
}
