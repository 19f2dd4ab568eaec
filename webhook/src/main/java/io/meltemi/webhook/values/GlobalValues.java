package io.meltemi.webhook.values;

import com.google.common.collect.ImmutableList;

/**
 * {@code global}.
 *
 * @param hub and {@code tag}: where images come from that are named without a slash
 * @param variant {@code distroless} or {@code debug}: which kind of the proxy's image
 * @param imagePullPolicy empty for Kubernetes' own choice
 * @param istioNamespace where istiod runs
 * @param network of the cluster's pods; empty for a mesh of one network
 * @param clusterName {@code multiCluster.clusterName}
 * @param trustDomain used as the mesh's id where there is none
 */
public record GlobalValues(
    String hub,
    String tag,
    String variant,
    String imagePullPolicy,
    ImmutableList<String> imagePullSecrets,
    String istioNamespace,
    String meshID,
    String network,
    String clusterName,
    String trustDomain,
    ProxyValues proxy,
    ProxyInitValues proxyInit) {

  /**
   * {@code proxy_init}: the container that makes the kernel send a pod's traffic to its proxy.
   *
   * @param resources empty: the same as the proxy's
   */
  public record ProxyInitValues(String image, ResourceValues resources) {}
}
