package io.meltemi.istiod.admission;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableSet;
import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.dsl.base.ResourceDefinitionContext;
import io.meltemi.istiod.kube.KubeSettings;
import io.meltemi.istiod.watch.kube.KubeMeshConfig;
import io.meltemi.translator.config.ConfigObject;
import io.meltemi.translator.config.ProxyConfig;
import io.meltemi.translator.config.decode.ConfigReader;
import io.meltemi.translator.config.decode.ConfigTree;
import io.meltemi.translator.config.decode.Decoded;
import io.meltemi.translator.config.decode.Document;
import io.meltemi.webhook.inject.InjectionInputs.ClusterFacts;
import java.net.HttpURLConnection;
import java.util.Map;
import java.util.Optional;

/** What a cluster says about injection, asked for once: for commands that do not stay. */
public final class ClusterValues {

  private static final ObjectMapper JSON = new ObjectMapper();

  /** Said in full: the client would ask first whether the kind is there, and fail otherwise. */
  private static final ResourceDefinitionContext PROXY_CONFIGS =
      new ResourceDefinitionContext.Builder()
          .withGroup("networking.istio.io")
          .withVersion("v1beta1")
          .withKind("ProxyConfig")
          .withPlural("proxyconfigs")
          .withNamespaced(true)
          .build();

  private final KubernetesClient client;
  private final KubeSettings settings;

  public ClusterValues(KubernetesClient client, KubeSettings settings) {
    this.client = client;
    this.settings = settings;
  }

  /** The values that the chart was installed with; empty if it was not. */
  public Optional<String> values() {
    return entry(valuesMap(), ValuesFollower.ENTRY);
  }

  /** The name of the ConfigMap that has them. */
  public String valuesMap() {
    return ValuesFollower.name(settings);
  }

  /** The mesh-wide settings; empty if there are none. */
  public Optional<String> mesh() {
    return entry(meshMap(), KubeMeshConfig.ENTRY);
  }

  /** The name of the ConfigMap that has them. */
  public String meshMap() {
    return KubeMeshConfig.configMap(settings);
  }

  private Optional<String> entry(String name, String entry) {
    ConfigMap map = client.configMaps().inNamespace(settings.namespace()).withName(name).get();
    return map == null || map.getData() == null
        ? Optional.empty()
        : Optional.ofNullable(map.getData().get(entry));
  }

  public ClusterFacts facts(Map<String, String> environment, String version) {
    return ClusterLook.once(client, environment, version);
  }

  /** Those of some namespaces; what cannot be understood is left out, as istiod does. */
  public ImmutableList<ConfigObject<ProxyConfig>> proxyConfigs(ImmutableSet<String> namespaces) {
    ImmutableList.Builder<ConfigObject<ProxyConfig>> found = ImmutableList.builder();
    for (String namespace : namespaces) {
      for (GenericKubernetesResource object : listed(namespace)) {
        ConfigTree tree = ConfigTree.of(JSON.convertValue(object, Object.class));
        if (ConfigReader.read(Document.ofSource("", tree))
            instanceof Decoded.Accepted<?> accepted) {
          accepted.object().as(ProxyConfig.class).ifPresent(found::add);
        }
      }
    }
    return found.build();
  }

  private Iterable<GenericKubernetesResource> listed(String namespace) {
    try {
      return client
          .genericKubernetesResources(PROXY_CONFIGS)
          .inNamespace(namespace)
          .list()
          .getItems();
    } catch (KubernetesClientException e) {
      if (e.getCode() == HttpURLConnection.HTTP_NOT_FOUND) {
        return ImmutableList.of(); // without the kind there are none
      }
      throw e;
    }
  }
}
