package io.meltemi.translator.listener;

import com.google.common.collect.ImmutableMap;
import io.meltemi.translator.model.MeshDelta;
import io.meltemi.translator.model.MeshModel;
import io.meltemi.translator.model.Meshes;
import io.meltemi.translator.proxy.Proxies;
import io.meltemi.translator.proxy.ProxyClassifier;
import io.meltemi.translator.proxy.ProxyDescriptor;
import io.meltemi.translator.proxy.ProxyView;
import io.meltemi.translator.proxy.ProxyViews;

/** Listeners from what a user would write. */
final class Mesh {

  private final ProxyViews views = new ProxyViews();
  private final ListenerTranslator translator = ListenerTranslator.create();
  private MeshModel model;

  private Mesh(MeshModel model) {
    this.model = model;
  }

  static Mesh of(String yaml) {
    return new Mesh(Meshes.of(yaml));
  }

  static Mesh of(String meshConfig, String yaml) {
    return new Mesh(new MeshDelta().meshConfig(Meshes.config(meshConfig)).apply(Meshes.of(yaml)));
  }

  Mesh apply(String yaml) {
    model = Meshes.with(model, yaml);
    return this;
  }

  private ProxyView view(ProxyDescriptor proxy) {
    return views.of(model, ProxyClassifier.classify(model, proxy));
  }

  /** Of a sidecar in {@code namespace}. */
  Listeners outbound(String namespace) {
    return translator.outbound(
        view(Proxies.sidecar(namespace + "/client", "10.1.1.1", ImmutableMap.of())).outbound());
  }

  Listeners inbound(String namespacedName, String address) {
    return translator.inbound(view(Proxies.sidecar(namespacedName, address, ImmutableMap.of())));
  }

  Listeners gateway(String namespacedName, ImmutableMap<String, String> labels) {
    return translator.gateway(view(Proxies.router(namespacedName, "10.1.1.2", labels)));
  }
}
