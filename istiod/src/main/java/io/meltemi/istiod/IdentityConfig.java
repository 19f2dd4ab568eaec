package io.meltemi.istiod;

import com.google.common.collect.ImmutableSortedSet;
import io.meltemi.ca.authenticate.JwtRule;
import io.meltemi.ca.x509.KeyType;
import io.soabase.recordbuilder.core.RecordBuilder;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;

/**
 * Where istiod knows its callers and gives them certificates.
 *
 * @param grpc where ADS and CreateCertificate are served over TLS
 * @param stateDir keeps the CA's root and the key of tokens, for its owner's eyes only, and {@code
 *     root-cert.pem}, which proxies verify istiod with
 * @param serverNames DNS names that istiod's own certificate says
 * @param cacerts folder of a CA that is plugged in; without it we sign our own root
 * @param rootKey of a root that we sign ourselves
 * @param rotationWait how long a new root is published at least before it signs
 * @param certificateTtl of workloads' certificates
 * @param minCertificateTtl the shortest that a proxy gets that asks for a short one
 * @param maxCertificateTtl the longest that may be asked for
 * @param jwtRule of an issuer whose tokens count, too
 */
@RecordBuilder
public record IdentityConfig(
    InetSocketAddress grpc,
    Path stateDir,
    ImmutableSortedSet<String> serverNames,
    Optional<Path> cacerts,
    KeyType rootKey,
    Duration rotationWait,
    Duration certificateTtl,
    Duration minCertificateTtl,
    Duration maxCertificateTtl,
    Optional<JwtRule> jwtRule)
    implements IdentityConfigBuilder.With {

  /** Longer than Envoy takes to connect again. */
  private static final Duration ROTATION_WAIT = Duration.ofMinutes(5);

  private static final Duration TTL = Duration.ofHours(24);
  private static final Duration MIN_TTL = Duration.ofSeconds(10);
  private static final Duration MAX_TTL = Duration.ofDays(90);

  /** Istio's names for its control plane, in its usual namespace, and Istio's lifetimes. */
  public static IdentityConfig of(InetSocketAddress grpc, Path stateDir) {
    return new IdentityConfig(
        grpc,
        stateDir,
        serverNames("istio-system", ""),
        Optional.empty(),
        KeyType.P256,
        ROTATION_WAIT,
        TTL,
        MIN_TTL,
        MAX_TTL,
        Optional.empty());
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
    return withServerNames(ImmutableSortedSet.copyOf(names));
  }

  public IdentityConfig withCacerts(Path folder) {
    return withCacerts(Optional.of(folder));
  }

  public IdentityConfig withJwtRule(JwtRule rule) {
    return withJwtRule(Optional.of(rule));
  }
}
