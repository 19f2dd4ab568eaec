package io.meltemi.translator.config.decode;

import io.meltemi.translator.config.LoadBalancer;
import io.meltemi.translator.config.LocalityLb;
import io.meltemi.translator.config.ZoneAwareLb;
import java.util.Optional;

/** Reads a {@link LoadBalancer}. */
final class LoadBalancerDecoder {

  private LoadBalancerDecoder() {}

  static LoadBalancer loadBalancer(ObjectReader in) {
    return new LoadBalancer(
        policy(in),
        in.object("localityLbSetting", LoadBalancerDecoder::localityLb),
        in.object("zoneAwareLbSetting", LoadBalancerDecoder::zoneAwareLb),
        in.duration("warmupDurationSecs"),
        in.object("warmup", LoadBalancerDecoder::warmup));
  }

  private static LoadBalancer.Attribute attribute(ObjectReader in) {
    return new LoadBalancer.Attribute(in.requiredString("name"), in.string("value"));
  }

  private static LoadBalancer.Warmup warmup(ObjectReader in) {
    return new LoadBalancer.Warmup(
        in.duration("duration"),
        in.optionalDouble("minimumPercent"),
        in.optionalDouble("aggression"));
  }

  static LocalityLb localityLb(ObjectReader in) {
    return new LocalityLb(
        in.list("distribute", LoadBalancerDecoder::distribute),
        in.list("failover", LoadBalancerDecoder::failover),
        in.strings("failoverPriority"),
        in.optionalBool("enabled"));
  }

  private static LocalityLb.Distribute distribute(ObjectReader in) {
    return new LocalityLb.Distribute(in.string("from"), in.unsignedMap("to"));
  }

  private static LocalityLb.Failover failover(ObjectReader in) {
    return new LocalityLb.Failover(in.string("from"), in.string("to"));
  }

  static ZoneAwareLb zoneAwareLb(ObjectReader in) {
    return new ZoneAwareLb(
        in.optionalBool("enabled"),
        in.list("failover", LoadBalancerDecoder::failover),
        in.strings("failoverPriority"),
        in.optionalUnsigned("minClusterSize"));
  }

  private static LoadBalancer.HashKey.HttpCookie httpCookie(ObjectReader in) {
    return new LoadBalancer.HashKey.HttpCookie(
        in.requiredString("name"),
        in.string("path"),
        in.duration("ttl"),
        in.list("attributes", LoadBalancerDecoder::attribute));
  }

  private static Optional<LoadBalancer.Policy> policy(ObjectReader in) {
    in.oneOf("simple", "consistentHash");
    Optional<LoadBalancer.Policy> hash =
        in.object("consistentHash", LoadBalancerDecoder::consistentHash);
    Optional<LoadBalancer.Policy> simple =
        in.optionalEnumeration("simple", LoadBalancer.Simple.class).map(value -> value);
    return hash.isPresent() ? hash : simple;
  }

  private static LoadBalancer.Policy consistentHash(ObjectReader in) {
    return new LoadBalancer.ConsistentHash(
        hashKey(in), hashAlgorithm(in), in.unsignedLong("minimumRingSize"));
  }

  private static Optional<LoadBalancer.HashKey> hashKey(ObjectReader in) {
    String key = in.oneOf("httpHeaderName", "httpCookie", "useSourceIp", "httpQueryParameterName");
    return switch (key) {
      case "httpHeaderName" ->
          Optional.of(new LoadBalancer.HashKey.HttpHeaderName(in.string("httpHeaderName")));
      case "httpCookie" -> in.object("httpCookie", LoadBalancerDecoder::httpCookie);
      case "useSourceIp" ->
          Optional.of(new LoadBalancer.HashKey.UseSourceIp(in.bool("useSourceIp")));
      case "httpQueryParameterName" ->
          Optional.of(
              new LoadBalancer.HashKey.HttpQueryParameterName(in.string("httpQueryParameterName")));
      default -> Optional.empty();
    };
  }

  private static Optional<LoadBalancer.HashAlgorithm> hashAlgorithm(ObjectReader in) {
    in.oneOf("ringHash", "maglev");
    Optional<LoadBalancer.HashAlgorithm> ring =
        in.object(
            "ringHash",
            hash -> new LoadBalancer.HashAlgorithm.RingHash(hash.unsignedLong("minimumRingSize")));
    Optional<LoadBalancer.HashAlgorithm> maglev =
        in.object(
            "maglev",
            hash -> new LoadBalancer.HashAlgorithm.Maglev(hash.unsignedLong("tableSize")));
    return ring.isPresent() ? ring : maglev;
  }
}
