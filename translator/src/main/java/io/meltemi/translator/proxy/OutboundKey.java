package io.meltemi.translator.proxy;

import com.google.common.collect.ImmutableSet;
import com.google.common.collect.ImmutableSortedMap;
import io.meltemi.translator.config.MeshConfig;
import io.meltemi.translator.config.MeshProxyConfig;
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
 * @param config what it has in place of the mesh's settings
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
    boolean readsSecrets,
    Optional<MeshProxyConfig> config) {

  private static final String SERVICES = ".svc.";
  private static final String DEFAULT_DOMAIN = "cluster.local";

  /** The mesh's settings as they hold for such a proxy. */
  MeshConfig applied(MeshConfig mesh) {
    return config.map(mesh::overlaid).orElse(mesh);
  }

  /** {@code cluster.local} of {@code default.svc.cluster.local}: what Service names end in. */
  public String clusterDomain() {
    int services = dnsDomain.indexOf(SERVICES);
    return services < 0 ? DEFAULT_DOMAIN : dnsDomain.substring(services + SERVICES.length());
  }
}
