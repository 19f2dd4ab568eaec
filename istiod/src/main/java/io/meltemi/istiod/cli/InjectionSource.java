package io.meltemi.istiod.cli;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableSet;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.meltemi.istiod.admission.ClusterValues;
import io.meltemi.translator.config.ConfigObject;
import io.meltemi.translator.config.MeshConfig;
import io.meltemi.translator.config.ProxyConfig;
import io.meltemi.webhook.inject.InjectionInputs.ClusterFacts;
import io.meltemi.webhook.serve.InjectionContext;
import io.meltemi.webhook.values.InjectionValues;
import java.util.Optional;

/**
 * What injection by hand has to know.
 *
 * @param values of files, or else of the cluster; so is {@code mesh}
 * @param namespace of objects that do not say theirs
 */
record InjectionSource(
    Optional<KubernetesClient> client,
    Optional<ClusterValues> asked,
    InjectionValues values,
    MeshConfig mesh,
    ClusterFacts cluster,
    String namespace)
    implements InjectionContext, AutoCloseable {

  @Override
  public boolean isReady() {
    return true;
  }

  @Override
  public ImmutableList<ConfigObject<ProxyConfig>> proxyConfigs(String of) {
    String root =
        mesh.rootNamespace().isEmpty() ? values.global().istioNamespace() : mesh.rootNamespace();
    return asked
        .map(known -> known.proxyConfigs(ImmutableSet.of(of, root)))
        .orElse(ImmutableList.of());
  }

  @Override
  public void close() {
    client.ifPresent(KubernetesClient::close);
  }
}
