package io.meltemi.ca.token;

import java.time.Duration;
import java.time.Instant;

/**
 * What a token of istiod's says, after it was verified: a service account, and until when.
 *
 * @param subject {@code system:serviceaccount:NAMESPACE:ACCOUNT}, as Kubernetes writes it
 */
public record WorkloadToken(String subject, Instant expiresAt) {
  /** Who may take such a token; Istio's name for its control plane. */
  public static final String AUDIENCE = "istio-ca";

  /** Who signs such a token. */
  public static final String ISSUER = "istiod";

  /** As long as a projected token of Kubernetes lives by default. */
  public static final Duration DEFAULT_TTL = Duration.ofHours(1);

  /** The longest we sign: a token is to be replaced, not to be kept. */
  public static final Duration MAX_TTL = Duration.ofDays(7);
}
