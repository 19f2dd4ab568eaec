package io.meltemi.translator.config;

import com.google.common.collect.ImmutableList;
import java.time.Duration;
import java.util.Optional;

/** How an endpoint is chosen. */
public record LoadBalancer(
    Optional<Policy> policy,
    Optional<LocalityLb> localityLbSetting,
    Optional<ZoneAwareLb> zoneAwareLbSetting,
    Optional<Duration> warmupDurationSecs,
    Optional<Warmup> warmup) {

  /** Either a named algorithm or consistent hashing. */
  public sealed interface Policy permits Simple, ConsistentHash {}

  /** Algorithms without settings. */
  public enum Simple implements Policy {
    UNSPECIFIED,
    /** The deprecated name of {@link #LEAST_REQUEST}. */
    LEAST_CONN,
    RANDOM,
    PASSTHROUGH,
    ROUND_ROBIN,
    LEAST_REQUEST
  }

  /**
   * Requests with the same key go to the same endpoint.
   *
   * @param minimumRingSize the deprecated place of the ring's size; 0 when absent
   */
  public record ConsistentHash(
      Optional<HashKey> hashKey, Optional<HashAlgorithm> hashAlgorithm, long minimumRingSize)
      implements Policy {}

  /** What is hashed. */
  public sealed interface HashKey {

    record HttpHeaderName(String name) implements HashKey {}

    /** The proxy makes the cookie when it is not there and {@code ttl} is given. */
    record HttpCookie(
        String name, String path, Optional<Duration> ttl, ImmutableList<Attribute> attributes)
        implements HashKey {}

    record UseSourceIp(boolean enabled) implements HashKey {}

    record HttpQueryParameterName(String name) implements HashKey {}
  }

  /** An attribute of a generated cookie. */
  public record Attribute(String name, String value) {}

  /** How the hash is mapped to an endpoint. */
  public sealed interface HashAlgorithm {

    /** {@code minimumRingSize} 0 means 1024. */
    record RingHash(long minimumRingSize) implements HashAlgorithm {}

    /** {@code tableSize} 0 means 65537; must be prime. */
    record Maglev(long tableSize) implements HashAlgorithm {}
  }

  /** New endpoints get traffic little by little. */
  public record Warmup(
      Optional<Duration> duration, Optional<Double> minimumPercent, Optional<Double> aggression) {}
}
