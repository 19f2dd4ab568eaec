package io.meltemi.istiod;

import com.google.common.collect.ImmutableSortedSet;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.time.Duration;

/**
 * Where istiod knows its callers and gives them certificates.
 *
 * @param grpc where ADS and CreateCertificate are served over TLS
 * @param stateDir keeps the CA's root and the key of tokens, for its owner's eyes only, and {@code
 *     root-cert.pem}, which proxies verify istiod with
 * @param serverNames DNS names that istiod's own certificate says
 * @param certificateTtl of workloads' certificates
 * @param maxCertificateTtl the longest that may be asked for
 */
public record IdentityConfig(
    InetSocketAddress grpc,
    Path stateDir,
    ImmutableSortedSet<String> serverNames,
    Duration certificateTtl,
    Duration maxCertificateTtl) {

  private static final Duration TTL = Duration.ofHours(24);
  private static final Duration MAX_TTL = Duration.ofDays(90);

  /** Istio's names for its control plane, in its usual namespace, and Istio's lifetimes. */
  public static IdentityConfig of(InetSocketAddress grpc, Path stateDir) {
    return new IdentityConfig(grpc, stateDir, serverNames("istio-system", ""), TTL, MAX_TTL);
  }

  /** What clients may call an istiod of that namespace and revision. */
  public static ImmutableSortedSet<String> serverNames(String namespace, String revision) {
    ImmutableSortedSet.Builder<String> names = ImmutableSortedSet.naturalOrder();
    for (String service : new String[] {"istiod", "istiod-remote", "istio-pilot"}) {
      names.add(service + "." + namespace + ".svc");
    }
    if (!revision.isEmpty() && !revision.equals("default")) {
      names.add("istiod-" + revision + "." + namespace + ".svc");
    }
    return names.build();
  }

  public IdentityConfig withServerNames(Iterable<String> names) {
    return new IdentityConfig(
        grpc, stateDir, ImmutableSortedSet.copyOf(names), certificateTtl, maxCertificateTtl);
  }

  public IdentityConfig withCertificateTtl(Duration ttl) {
    return new IdentityConfig(grpc, stateDir, serverNames, ttl, maxCertificateTtl);
  }

  public IdentityConfig withMaxCertificateTtl(Duration ttl) {
    return new IdentityConfig(grpc, stateDir, serverNames, certificateTtl, ttl);
  }
}
