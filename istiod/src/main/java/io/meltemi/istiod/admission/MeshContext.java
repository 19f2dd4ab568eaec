package io.meltemi.istiod.admission;

import com.google.common.collect.ImmutableList;
import io.meltemi.translator.config.ConfigObject;
import io.meltemi.translator.config.MeshConfig;
import io.meltemi.translator.config.ProxyConfig;
import io.meltemi.translator.model.MeshModel;
import io.meltemi.webhook.inject.InjectionInputs.ClusterFacts;
import io.meltemi.webhook.serve.InjectionContext;
import io.meltemi.webhook.values.InjectionValues;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;

/** What injection has to know, as this istiod knows it. */
public final class MeshContext implements InjectionContext {

  private final BooleanSupplier ready;
  private final CurrentValues values;
  private final Supplier<MeshModel> model;
  private final Supplier<ClusterFacts> cluster;

  /** {@code ready}: whether all that this knows has been heard of. */
  public MeshContext(
      BooleanSupplier ready,
      CurrentValues values,
      Supplier<MeshModel> model,
      Supplier<ClusterFacts> cluster) {
    this.ready = ready;
    this.values = values;
    this.model = model;
    this.cluster = cluster;
  }

  @Override
  public boolean isReady() {
    return ready.getAsBoolean();
  }

  @Override
  public InjectionValues values() {
    return values.get();
  }

  @Override
  public MeshConfig mesh() {
    return model.get().meshConfig();
  }

  @Override
  public ImmutableList<ConfigObject<ProxyConfig>> proxyConfigs(String namespace) {
    return model.get().proxyConfigs().all().stream()
        .filter(
            object ->
                object.key().namespace().equals(namespace)
                    || object.key().namespace().equals(root()))
        .collect(ImmutableList.toImmutableList());
  }

  private String root() {
    String said = mesh().rootNamespace();
    return said.isEmpty() ? values().global().istioNamespace() : said;
  }

  @Override
  public ClusterFacts cluster() {
    return cluster.get();
  }
}
