package io.meltemi.ca.authority;

import com.google.common.collect.ImmutableList;
import io.meltemi.ca.SpiffeId;
import io.meltemi.ca.x509.KeyType;
import io.soabase.recordbuilder.core.RecordBuilder;
import java.time.Duration;

/**
 * How the CA is set up.
 *
 * @param trustDomain in which identities are given
 * @param trustDomainAliases other names of the same trust domain, from before it was renamed, say
 * @param rootKey of roots that we sign ourselves
 * @param defaultTtl of a workload's certificate when none is asked for
 * @param minTtl the shortest that a proxy may ask for, or the default if that is shorter
 * @param maxTtl the longest that may be asked for
 * @param rootTtl of roots that we sign ourselves
 * @param rotationWait how long a new root is published at least before it signs
 */
@RecordBuilder
public record CaOptions(
    String trustDomain,
    ImmutableList<String> trustDomainAliases,
    KeyType rootKey,
    Duration defaultTtl,
    Duration minTtl,
    Duration maxTtl,
    Duration rootTtl,
    Duration rotationWait)
    implements CaOptionsBuilder.With {
  /** Istio's defaults: a day, 90 days, ten years. */
  private static final Duration DEFAULT_TTL = Duration.ofHours(24);

  /** Ours: a thousand proxies that want no more cost a tenth of a core. */
  private static final Duration MIN_TTL = Duration.ofSeconds(10);

  private static final Duration MAX_TTL = Duration.ofDays(90);
  private static final Duration ROOT_TTL = Duration.ofDays(3650);

  /** Longer than Envoy takes to connect again. */
  private static final Duration ROTATION_WAIT = Duration.ofMinutes(5);

  public CaOptions {
    if (!SpiffeId.isTrustDomain(trustDomain)
        || !trustDomainAliases.stream().allMatch(SpiffeId::isTrustDomain)) {
      throw new IllegalArgumentException(
          "A trust domain has lower-case letters, digits, dots and dashes only: " + trustDomain);
    }
    if (!defaultTtl.isPositive()
        || !minTtl.isPositive()
        || maxTtl.compareTo(defaultTtl) < 0
        || !rootTtl.isPositive()) {
      throw new IllegalArgumentException(
          "The default lifetime of a certificate must be positive and not above the maximum");
    }
  }

  /** Everything as Istio's defaults are, with P-256 keys. */
  public static CaOptions of(String trustDomain) {
    return new CaOptions(
        trustDomain,
        ImmutableList.of(),
        KeyType.P256,
        DEFAULT_TTL,
        MIN_TTL,
        MAX_TTL,
        ROOT_TTL,
        ROTATION_WAIT);
  }

  /** The shortest life that is given to who asks for a short one. */
  Duration shortest() {
    return minTtl.compareTo(defaultTtl) < 0 ? minTtl : defaultTtl;
  }
}
