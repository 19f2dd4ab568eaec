package io.meltemi.translator.proxy;

import com.google.common.collect.ImmutableSet;
import com.google.common.collect.ImmutableSortedMap;
import io.meltemi.translator.diagnostic.ConfigKey;
import java.util.Optional;

/**
 * What two proxies must share to see the same outbound side of the mesh.
 *
 * @param sidecar the Sidecar that selects the proxy, if any
 * @param sourceClauses the {@code sourceLabels} and workload selectors (of VirtualServices and
 *     DestinationRules) that the proxy's labels satisfy
 * @param secrets where its certificates come from: part of every cluster with mTLS
 * @param readsSecrets whether its account may read the Secrets of its namespace
 */
public record OutboundKey(
    ProxyKind kind,
    String namespace,
    String dnsDomain,
    Optional<ConfigKey> sidecar,
    ImmutableSet<ImmutableSortedMap<String, String>> sourceClauses,
    InterceptionMode interceptionMode,
    IpFamilies families,
    SecretSource secrets,
    boolean readsSecrets) {

  private static final String SERVICES = ".svc.";
  private static final String DEFAULT_DOMAIN = "cluster.local";

  /** {@code cluster.local} of {@code default.svc.cluster.local}: what Service names end in. */
  public String clusterDomain() {
    int services = dnsDomain.indexOf(SERVICES);
    return services < 0 ? DEFAULT_DOMAIN : dnsDomain.substring(services + SERVICES.length());
  }
}
