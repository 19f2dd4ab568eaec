package io.meltemi.webhook.inject;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableSortedMap;
import io.fabric8.kubernetes.api.model.Pod;
import io.meltemi.translator.config.ConfigObject;
import io.meltemi.translator.config.MeshConfig;
import io.meltemi.translator.config.ProxyConfig;
import io.meltemi.webhook.values.InjectionValues;

/**
 * All that injection depends on.
 *
 * @param pod as it was sent; it is not changed
 * @param namespace that it is created in
 * @param proxyConfigs those of its namespace and of the mesh's root namespace
 * @param parameters of the webhook's path: {@code /inject/cluster/remote-1/net/network-2}
 * @param drainKey a secret of this pod alone, by which its kubelet tells the proxy to drain
 */
public record InjectionInputs(
    Pod pod,
    String namespace,
    InjectionValues values,
    MeshConfig mesh,
    ImmutableList<ConfigObject<ProxyConfig>> proxyConfigs,
    ClusterFacts cluster,
    ImmutableSortedMap<String, String> parameters,
    String drainKey) {

  /**
   * What is true of the cluster and of the istiod that injects.
   *
   * @param nativeSidecars whether its nodes end a sidecar after the containers it serves
   * @param families of the addresses that pods have
   * @param proxyVersion what proxies say as their {@code ISTIO_VERSION}
   */
  public record ClusterFacts(boolean nativeSidecars, IpFamilies families, String proxyVersion) {}

  /** Of a cluster's pods. */
  public enum IpFamilies {
    IPV4,
    IPV6,
    DUAL
  }
}
