package io.meltemi.translator.cluster;

import io.meltemi.translator.config.MeshConfig;
import java.time.Duration;

/** MeshConfig.dnsRefreshRate. */
final class DnsRefreshRate {
  private static final Duration DEFAULT = Duration.ofSeconds(60);

  private DnsRefreshRate() {}

  /** Envoy refuses a millisecond or less. */
  static Duration of(MeshConfig mesh) {
    return mesh.dnsRefreshRate()
        .filter(rate -> rate.compareTo(Duration.ofMillis(1)) > 0)
        .orElse(DEFAULT);
  }
}
