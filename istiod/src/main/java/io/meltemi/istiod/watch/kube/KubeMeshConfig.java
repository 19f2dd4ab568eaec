package io.meltemi.istiod.watch.kube;

import com.google.common.collect.ImmutableList;
import io.meltemi.istiod.kube.Keep;
import io.meltemi.istiod.kube.KubeSettings;
import io.meltemi.istiod.kube.Resource;
import io.meltemi.istiod.watch.ConfigEvent;
import io.meltemi.translator.config.MeshConfig;
import io.meltemi.translator.config.decode.Decoded;
import io.meltemi.translator.config.decode.MeshConfigReader;
import io.meltemi.translator.diagnostic.Position;

/** Where a cluster has the mesh-wide settings: the entry {@code mesh} of the ConfigMap istio. */
public final class KubeMeshConfig {

  public static final String ENTRY = "mesh";

  private KubeMeshConfig() {}

  /** The name of the ConfigMap: each revision has its own. */
  public static String configMap(KubeSettings settings) {
    return settings.revisioned("istio");
  }

  /** For messages. */
  static String title(KubeSettings settings) {
    return "ConfigMap " + settings.namespace() + "/" + configMap(settings);
  }

  static Resource resource(KubeSettings settings) {
    return Resource.of("", "v1", "configmaps", "ConfigMap", Keep.only("data." + ENTRY))
        .withNamespace(settings.namespace())
        .withFieldSelector("metadata.name=" + configMap(settings));
  }

  /** What such a text says. */
  public static ImmutableList<ConfigEvent> events(KubeSettings settings, String text) {
    String title = title(settings);
    Decoded<MeshConfig> decoded = MeshConfigReader.read(title, text);
    ImmutableList.Builder<ConfigEvent> events = ImmutableList.builder();
    if (decoded instanceof Decoded.Accepted<MeshConfig> accepted) {
      events.add(new ConfigEvent.Upsert(accepted.object(), new Position(title, 0, 0)));
    }
    return events.add(new ConfigEvent.Report(title, decoded.diagnostics())).build();
  }
}
