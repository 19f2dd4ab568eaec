package io.meltemi.translator.config.check;

import com.google.common.collect.ImmutableList;
import com.google.common.math.LongMath;
import io.meltemi.translator.config.LoadBalancer;
import io.meltemi.translator.config.LocalityLb;
import io.meltemi.translator.config.ZoneAwareLb;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** Checks how endpoints are chosen. */
final class LoadBalancerChecks {

  /** Envoy's limits: {@code RingHashLbConfig.maximum_ring_size}, {@code MaglevLbConfig}. */
  private static final long MAX_RING = 8_388_608;

  private static final long MAX_TABLE = 5_000_011;

  private LoadBalancerChecks() {}

  static void check(Findings at, LoadBalancer balancer) {
    balancer
        .policy()
        .ifPresent(
            policy -> {
              switch (policy) {
                case LoadBalancer.Simple _ -> {}
                case LoadBalancer.ConsistentHash hash -> hash(at.at("consistentHash"), hash);
              }
            });
    at.present("localityLbSetting", balancer.localityLbSetting(), LoadBalancerChecks::locality);
    at.present("zoneAwareLbSetting", balancer.zoneAwareLbSetting(), LoadBalancerChecks::zoneAware);
    if (balancer.zoneAwareLbSetting().isPresent()) {
      at.at("zoneAwareLbSetting").unsupported("endpoints are balanced whatever their zone");
    }
    boolean warms = balancer.warmup().isPresent() || balancer.warmupDurationSecs().isPresent();
    if (warms && !canWarmUp(balancer)) {
      at.at("warmup").ineffective("only round robin and least request warm up");
    }
    NumberChecks.duration(at, "warmupDurationSecs", balancer.warmupDurationSecs());
    at.present("warmup", balancer.warmup(), LoadBalancerChecks::warmup);
    if (balancer.warmup().isPresent() && balancer.warmupDurationSecs().isPresent()) {
      at.at("warmupDurationSecs").conflict("is the old form of warmup.duration; remove it");
    }
  }

  private static boolean canWarmUp(LoadBalancer balancer) {
    if (balancer.policy().isEmpty()) {
      return true;
    }
    return switch (balancer.policy().get()) {
      case LoadBalancer.ConsistentHash _ -> false;
      case LoadBalancer.Simple simple ->
          switch (simple) {
            case UNSPECIFIED, LEAST_CONN, LEAST_REQUEST, ROUND_ROBIN -> true;
            case RANDOM, PASSTHROUGH -> false;
          };
    };
  }

  private static void hash(Findings at, LoadBalancer.ConsistentHash hash) {
    if (hash.hashKey().isEmpty()) {
      at.missing("needs httpHeaderName, httpCookie, useSourceIp or httpQueryParameterName");
    } else {
      key(at, hash.hashKey().get());
    }
    range(at.at("minimumRingSize"), hash.minimumRingSize(), MAX_RING);
    if (hash.hashAlgorithm().isEmpty()) {
      return;
    }
    if (hash.minimumRingSize() > 0) {
      at.at("minimumRingSize").conflict("is the old form of ringHash.minimumRingSize; remove it");
    }
    switch (hash.hashAlgorithm().get()) {
      case LoadBalancer.HashAlgorithm.RingHash(long size) ->
          range(at.at("ringHash").at("minimumRingSize"), size, MAX_RING);
      case LoadBalancer.HashAlgorithm.Maglev(long size) -> {
        Findings table = at.at("maglev").at("tableSize");
        range(table, size, MAX_TABLE);
        if (size > 0 && size <= MAX_TABLE && !LongMath.isPrime(size)) {
          table.invalid("takes a prime number such as 65537, not " + size);
        }
      }
    }
  }

  private static void key(Findings at, LoadBalancer.HashKey key) {
    switch (key) {
      case LoadBalancer.HashKey.HttpHeaderName(String name) ->
          HeaderChecks.name(
              at.at("httpHeaderName"), name.startsWith(":") ? name.substring(1) : name);
      case LoadBalancer.HashKey.HttpCookie cookie -> {
        Findings f = at.at("httpCookie");
        HeaderChecks.name(f.at("name"), cookie.name());
        f.present("ttl", cookie.ttl(), NumberChecks::durationOrZero);
        f.each(
            "attributes",
            cookie.attributes(),
            (a, attribute) -> HeaderChecks.name(a.at("name"), attribute.name()));
      }
      case LoadBalancer.HashKey.UseSourceIp(boolean enabled) -> {
        if (!enabled) {
          at.at("useSourceIp").invalid("takes true; leave it out for another key");
        }
      }
      case LoadBalancer.HashKey.HttpQueryParameterName(String name) -> {
        if (name.isEmpty()) {
          at.at("httpQueryParameterName").missing("is required");
        }
      }
    }
  }

  private static void warmup(Findings at, LoadBalancer.Warmup warmup) {
    if (warmup.duration().isEmpty()) {
      at.at("duration").missing("is required");
    }
    NumberChecks.duration(at, "duration", warmup.duration());
    at.present("minimumPercent", warmup.minimumPercent(), (f, it) -> NumberChecks.percent(f, it));
    at.present(
        "aggression",
        warmup.aggression(),
        (f, aggression) -> {
          if (!(aggression >= 1)) {
            f.invalid("takes a number of 1 or more, not " + aggression);
          }
        });
  }

  static void locality(Findings at, LocalityLb locality) {
    int ways = 0;
    for (List<?> way :
        ImmutableList.of(locality.distribute(), locality.failover(), locality.failoverPriority())) {
      ways += way.isEmpty() ? 0 : 1;
    }
    // failover may refine failoverPriority's labels; nothing goes with distribute.
    if (ways > 1 && !locality.distribute().isEmpty()) {
      at.conflict("distribute excludes failover and failoverPriority; keep one");
    }
    Set<String> sources = new HashSet<>();
    at.each("distribute", locality.distribute(), (f, it) -> distribute(f, it, sources));
    failover(at, locality.failover());
  }

  static void zoneAware(Findings at, ZoneAwareLb zoneAware) {
    failover(at, zoneAware.failover());
    at.present(
        "minClusterSize",
        zoneAware.minClusterSize(),
        (f, it) -> NumberChecks.range(f, it, 1, Integer.MAX_VALUE));
  }

  private static void distribute(
      Findings at, LocalityLb.Distribute distribute, Set<String> sources) {
    locality(at.at("from"), distribute.from());
    if (!sources.add(distribute.from())) {
      at.at("from").conflict("\"" + distribute.from() + "\" is written twice; join them");
    }
    distribute.to().forEach((to, _) -> locality(at.entry("to", to), to));
    long total = distribute.to().values().stream().mapToLong(Integer::longValue).sum();
    boolean hasZero = distribute.to().containsValue(0);
    if (total != 100 || hasZero) {
      at.at("to")
          .invalid(
              hasZero
                  ? "takes shares above 0; leave the locality out"
                  : "takes shares that add up to 100, not " + total);
    }
  }

  /** {@code region/zone/subzone}, or less of it; {@code *} stands for the rest. */
  private static void locality(Findings at, String locality) {
    boolean valid = !locality.isEmpty() && !locality.startsWith("/") && !locality.contains("//");
    int star = locality.indexOf('*');
    valid &= star < 0 || star == locality.length() - 1;
    if (!valid || locality.split("/", -1).length > 3) {
      at.invalid("takes region/zone/subzone, * at the end for the rest, not \"" + locality + "\"");
    }
  }

  private static void failover(Findings at, List<LocalityLb.Failover> failovers) {
    at.each(
        "failover",
        failovers,
        (f, failover) -> {
          if (failover.from().equals(failover.to())) {
            f.invalid("a region cannot fail over to itself: \"" + failover.from() + "\"");
          }
          if (failover.from().contains("*") || failover.to().contains("*")) {
            f.invalid("takes names of regions, without *");
          }
        });
  }

  private static void range(Findings at, long size, long most) {
    if (size != 0) {
      NumberChecks.range(at, size, 1, most);
    }
  }
}
