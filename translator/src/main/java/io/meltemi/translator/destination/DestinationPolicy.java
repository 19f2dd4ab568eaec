package io.meltemi.translator.destination;

import io.meltemi.translator.config.ClientTls;
import io.meltemi.translator.config.ConnectionPool;
import io.meltemi.translator.config.LoadBalancer;
import io.meltemi.translator.config.OutlierDetection;
import io.meltemi.translator.config.TrafficPolicy;
import java.util.Optional;

/**
 * The one traffic policy that applies to one cluster, after rule, port, subset and subset's port
 * have been laid over each other. What nobody said is empty; defaults come later.
 */
public record DestinationPolicy(
    Optional<LoadBalancer> loadBalancer,
    Optional<ConnectionPool> connectionPool,
    Optional<OutlierDetection> outlierDetection,
    Optional<ClientTls> tls,
    Optional<TrafficPolicy.Tunnel> tunnel,
    Optional<TrafficPolicy.ProxyProtocol> proxyProtocol,
    Optional<TrafficPolicy.RetryBudget> retryBudget) {

  public static final DestinationPolicy NONE =
      new DestinationPolicy(
          Optional.empty(),
          Optional.empty(),
          Optional.empty(),
          Optional.empty(),
          Optional.empty(),
          Optional.empty(),
          Optional.empty());

  /** What is hashed to choose an endpoint, if hashing is how one is chosen. */
  public Optional<LoadBalancer.HashKey> hashKey() {
    return loadBalancer
        .flatMap(LoadBalancer::policy)
        .flatMap(
            policy ->
                switch (policy) {
                  case LoadBalancer.ConsistentHash hash -> hash.hashKey();
                  case LoadBalancer.Simple _ -> Optional.empty();
                });
  }

  public Optional<ConnectionPool.Tcp> tcp() {
    return connectionPool.flatMap(ConnectionPool::tcp);
  }

  public Optional<ConnectionPool.Http> http() {
    return connectionPool.flatMap(ConnectionPool::http);
  }
}
