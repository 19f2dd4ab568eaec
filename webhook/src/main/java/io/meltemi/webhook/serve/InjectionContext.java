package io.meltemi.webhook.serve;

import com.google.common.collect.ImmutableList;
import io.meltemi.translator.config.ConfigObject;
import io.meltemi.translator.config.MeshConfig;
import io.meltemi.translator.config.ProxyConfig;
import io.meltemi.webhook.inject.InjectionInputs.ClusterFacts;
import io.meltemi.webhook.values.InjectionValues;

/** What injection has to know beside the pod, as it is now. */
public interface InjectionContext {

  /** Whether what follows is known; until then nothing is answered. */
  boolean isReady();

  InjectionValues values();

  MeshConfig mesh();

  /** Those of that namespace and of the mesh's root namespace. */
  ImmutableList<ConfigObject<ProxyConfig>> proxyConfigs(String namespace);

  ClusterFacts cluster();
}
