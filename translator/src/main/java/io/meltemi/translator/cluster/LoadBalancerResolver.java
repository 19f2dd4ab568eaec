package io.meltemi.translator.cluster;

import io.meltemi.translator.config.LoadBalancer;
import io.meltemi.translator.config.MeshConfig;
import io.meltemi.translator.destination.DestinationPolicy;
import io.meltemi.translator.destination.Discovery;
import io.meltemi.translator.destination.LocalityPolicyResolver;
import java.time.Duration;
import java.util.Optional;

/** Which algorithm chooses; Istio's default is least request. */
final class LoadBalancerResolver {
  private static final long DEFAULT_RING_SIZE = 1024;
  private static final long DEFAULT_TABLE_SIZE = 65537;

  /** What Envoy accepts. */
  private static final long MAX_RING_SIZE = 8_388_608;

  private static final long MAX_TABLE_SIZE = 5_000_011;

  private LoadBalancerResolver() {}

  static LoadBalancing resolve(MeshConfig mesh, Discovery discovery, DestinationPolicy policy) {
    if (discovery == Discovery.ORIGINAL_DST || discovery == Discovery.DYNAMIC_DNS) {
      return new LoadBalancing(LoadBalancing.Plain.CLUSTER_PROVIDED, false);
    }
    boolean distributes =
        LocalityPolicyResolver.setting(mesh, policy)
            .filter(setting -> !setting.distribute().isEmpty())
            .isPresent();
    return new LoadBalancing(algorithm(policy.loadBalancer()), distributes);
  }

  private static LoadBalancing.Algorithm algorithm(Optional<LoadBalancer> loadBalancer) {
    Optional<LoadBalancing.SlowStart> slowStart =
        loadBalancer.flatMap(LoadBalancerResolver::slowStart);
    Optional<LoadBalancer.Policy> policy = loadBalancer.flatMap(LoadBalancer::policy);
    if (policy.isEmpty()) {
      return new LoadBalancing.LeastRequest(slowStart);
    }
    return switch (policy.get()) {
      case LoadBalancer.Simple simple ->
          switch (simple) {
            case UNSPECIFIED, LEAST_CONN, LEAST_REQUEST, PASSTHROUGH ->
                new LoadBalancing.LeastRequest(slowStart);
            case ROUND_ROBIN -> new LoadBalancing.RoundRobin(slowStart);
            case RANDOM -> LoadBalancing.Plain.RANDOM;
          };
      case LoadBalancer.ConsistentHash hash -> consistentHash(hash);
    };
  }

  private static LoadBalancing.Algorithm consistentHash(LoadBalancer.ConsistentHash hash) {
    if (hash.hashAlgorithm().isEmpty()) {
      return ring(hash.minimumRingSize());
    }
    return switch (hash.hashAlgorithm().get()) {
      case LoadBalancer.HashAlgorithm.RingHash ring -> ring(ring.minimumRingSize());
      case LoadBalancer.HashAlgorithm.Maglev maglev -> maglev(maglev.tableSize());
    };
  }

  private static LoadBalancing.RingHash ring(long size) {
    return new LoadBalancing.RingHash(size > 0 ? Math.min(size, MAX_RING_SIZE) : DEFAULT_RING_SIZE);
  }

  /** Maglev needs a prime; another number would cost the whole cluster. */
  private static LoadBalancing.Maglev maglev(long size) {
    return new LoadBalancing.Maglev(
        size <= MAX_TABLE_SIZE && isPrime(size) ? size : DEFAULT_TABLE_SIZE);
  }

  private static boolean isPrime(long number) {
    for (long divisor = 2; divisor * divisor <= number; divisor++) {
      if (number % divisor == 0) {
        return false;
      }
    }
    return number > 1;
  }

  private static Optional<LoadBalancing.SlowStart> slowStart(LoadBalancer loadBalancer) {
    if (loadBalancer.warmup().isPresent()) {
      LoadBalancer.Warmup warmup = loadBalancer.warmup().get();
      return warmup
          .duration()
          .filter(Duration::isPositive)
          .map(
              window ->
                  new LoadBalancing.SlowStart(
                      window,
                      warmup.minimumPercent().filter(percent -> percent >= 0 && percent <= 100),
                      warmup.aggression().filter(aggression -> aggression > 0)));
    }
    return loadBalancer
        .warmupDurationSecs()
        .filter(Duration::isPositive)
        .map(window -> new LoadBalancing.SlowStart(window, Optional.empty(), Optional.empty()));
  }
}
