package io.meltemi.translator.bootstrap;

import com.google.common.collect.ImmutableSortedMap;

/**
 * What a proxy wants of its certificates, in the words of Istio's agent, which has an environment
 * variable for each. istiod grants it as far as its own limits allow.
 *
 * @param ttl how long they live, {@code 60s}; empty: as istiod sees fit
 * @param gracePeriodRatio how much of a life is left when the next one comes, {@code 0.5}; empty:
 *     half
 */
public record CertificateTerms(String ttl, String gracePeriodRatio) {

  /** Node metadata that has the {@code SECRET_TTL}. */
  public static final String TTL = "MELTEMI_SECRET_TTL";

  /** Node metadata that has the {@code SECRET_GRACE_PERIOD_RATIO}. */
  public static final String GRACE_PERIOD_RATIO = "MELTEMI_SECRET_GRACE_PERIOD_RATIO";

  public static final CertificateTerms NONE = new CertificateTerms("", "");

  ImmutableSortedMap<String, String> metadata() {
    ImmutableSortedMap.Builder<String, String> all = ImmutableSortedMap.naturalOrder();
    if (!ttl.isEmpty()) {
      all.put(TTL, ttl);
    }
    if (!gracePeriodRatio.isEmpty()) {
      all.put(GRACE_PERIOD_RATIO, gracePeriodRatio);
    }
    return all.buildOrThrow();
  }
}
