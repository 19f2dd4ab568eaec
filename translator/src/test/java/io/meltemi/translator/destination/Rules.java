package io.meltemi.translator.destination;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableSortedMap;
import io.meltemi.translator.config.ClientTls;
import io.meltemi.translator.config.ConfigObject;
import io.meltemi.translator.config.ConnectionPool;
import io.meltemi.translator.config.DestinationRule;
import io.meltemi.translator.config.LoadBalancer;
import io.meltemi.translator.config.LocalityLb;
import io.meltemi.translator.config.MeshConfig;
import io.meltemi.translator.config.ObjectMeta;
import io.meltemi.translator.config.OutlierDetection;
import io.meltemi.translator.config.PortSelector;
import io.meltemi.translator.config.TrafficPolicy;
import io.meltemi.translator.config.decode.ConfigDecoder;
import io.meltemi.translator.config.decode.Decoded;
import io.meltemi.translator.config.decode.DocumentReader;
import io.meltemi.translator.diagnostic.ConfigKey;
import io.meltemi.translator.diagnostic.ConfigKind;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** DestinationRules and their parts, with only what a test is about. */
public final class Rules {
  public static final TrafficPolicy NO_POLICY = policy();

  private Rules() {}

  public static ConfigObject<DestinationRule> rule(
      String host, TrafficPolicy policy, DestinationRule.Subset... subsets) {
    String name = host.substring(0, host.indexOf('.'));
    return ConfigObject.of(
        new ConfigKey(ConfigKind.DESTINATION_RULE, "default", name),
        ObjectMeta.EMPTY,
        new DestinationRule(
            host,
            Optional.of(policy),
            ImmutableList.copyOf(subsets),
            ImmutableList.of(),
            Optional.empty()));
  }

  public static DestinationRule.Subset subset(String name, TrafficPolicy policy) {
    return new DestinationRule.Subset(
        name, ImmutableSortedMap.of("version", name), Optional.of(policy));
  }

  /** A policy of some parts: LoadBalancer, ConnectionPool, OutlierDetection, ClientTls, ports. */
  public static TrafficPolicy policy(Object... parts) {
    return new TrafficPolicy(
        part(LoadBalancer.class, parts),
        part(ConnectionPool.class, parts),
        part(OutlierDetection.class, parts),
        part(ClientTls.class, parts),
        List.of(parts).stream()
            .filter(TrafficPolicy.PortPolicy.class::isInstance)
            .map(TrafficPolicy.PortPolicy.class::cast)
            .collect(ImmutableList.toImmutableList()),
        part(TrafficPolicy.Tunnel.class, parts),
        part(TrafficPolicy.ProxyProtocol.class, parts),
        part(TrafficPolicy.RetryBudget.class, parts));
  }

  public static TrafficPolicy.PortPolicy port(int number, Object... parts) {
    return new TrafficPolicy.PortPolicy(
        Optional.of(new PortSelector(number)),
        part(LoadBalancer.class, parts),
        part(ConnectionPool.class, parts),
        part(OutlierDetection.class, parts),
        part(ClientTls.class, parts));
  }

  private static <T> Optional<T> part(Class<T> type, Object... parts) {
    return List.of(parts).stream().filter(type::isInstance).map(type::cast).findFirst();
  }

  public static LoadBalancer balancer(LoadBalancer.Policy policy) {
    return new LoadBalancer(
        Optional.of(policy),
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        Optional.empty());
  }

  public static LoadBalancer balancer(LocalityLb locality) {
    return new LoadBalancer(
        Optional.empty(),
        Optional.of(locality),
        Optional.empty(),
        Optional.empty(),
        Optional.empty());
  }

  public static LoadBalancer hash(LoadBalancer.HashKey key, LoadBalancer.HashAlgorithm algorithm) {
    return balancer(new LoadBalancer.ConsistentHash(Optional.of(key), Optional.of(algorithm), 0));
  }

  public static LocalityLb distribute(String from, Map<String, Integer> to) {
    return new LocalityLb(
        ImmutableList.of(new LocalityLb.Distribute(from, ImmutableSortedMap.copyOf(to))),
        ImmutableList.of(),
        ImmutableList.of(),
        Optional.empty());
  }

  public static LocalityLb failover(String from, String to) {
    return new LocalityLb(
        ImmutableList.of(),
        ImmutableList.of(new LocalityLb.Failover(from, to)),
        ImmutableList.of(),
        Optional.empty());
  }

  public static LocalityLb failoverPriority(String... labels) {
    return new LocalityLb(
        ImmutableList.of(), ImmutableList.of(), ImmutableList.copyOf(labels), Optional.empty());
  }

  public static LocalityLb localityLbOff() {
    return new LocalityLb(
        ImmutableList.of(), ImmutableList.of(), ImmutableList.of(), Optional.of(false));
  }

  public static OutlierDetection outlier(int consecutive5xx) {
    return new OutlierDetection(
        0,
        false,
        Optional.empty(),
        Optional.empty(),
        Optional.of(consecutive5xx),
        Optional.empty(),
        Optional.empty(),
        0,
        0,
        ImmutableList.of());
  }

  public static ConnectionPool connectTimeout(Duration timeout) {
    return new ConnectionPool(
        Optional.of(
            new ConnectionPool.Tcp(
                0, Optional.of(timeout), Optional.empty(), Optional.empty(), Optional.empty())),
        Optional.empty());
  }

  public static ClientTls tls(ClientTls.Mode mode, String sni) {
    return new ClientTls(mode, "", "", "", "", ImmutableList.of(), sni, Optional.empty(), "");
  }

  /** A MeshConfig as a user writes it. */
  public static MeshConfig meshConfig(String yaml) {
    Decoded<MeshConfig> decoded =
        ConfigDecoder.decodeMeshConfig(
            DocumentReader.read("mesh.yaml", yaml).documents().getFirst());
    if (decoded instanceof Decoded.Accepted<MeshConfig> accepted) {
      return accepted.object().spec();
    }
    throw new AssertionError(decoded.diagnostics());
  }
}
