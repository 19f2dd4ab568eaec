package io.meltemi.translator.config;

import com.google.common.collect.ImmutableSortedMap;
import java.util.Optional;

/** Settings of proxies that take effect when they start. */
public record ProxyConfig(
    Optional<WorkloadSelector> selector,
    Optional<Integer> concurrency,
    ImmutableSortedMap<String, String> environmentVariables,
    Optional<Image> image)
    implements ConfigSpec {

  /** {@code debug}, {@code distroless} or {@code default}. */
  public record Image(String imageType) {}
}
