package io.meltemi.webhook.manifest;

import com.google.common.collect.ImmutableList;
import io.meltemi.translator.config.ConfigObject;
import io.meltemi.translator.config.MeshConfig;
import io.meltemi.translator.config.ProxyConfig;
import io.meltemi.webhook.inject.InjectionInputs.ClusterFacts;
import io.meltemi.webhook.inject.InjectionInputs.IpFamilies;
import io.meltemi.webhook.serve.InjectionContext;
import io.meltemi.webhook.values.InjectionValues;

/** Values and settings that nobody has set. */
final class FixedContext implements InjectionContext {
  static final FixedContext DEFAULTS = new FixedContext();

  private FixedContext() {}

  @Override
  public boolean isReady() {
    return true;
  }

  @Override
  public InjectionValues values() {
    return InjectionValues.DEFAULT;
  }

  @Override
  public MeshConfig mesh() {
    return MeshConfig.EMPTY;
  }

  @Override
  public ImmutableList<ConfigObject<ProxyConfig>> proxyConfigs(String namespace) {
    return ImmutableList.of();
  }

  @Override
  public ClusterFacts cluster() {
    return new ClusterFacts(true, IpFamilies.IPV4, "1.0.0");
  }
}
