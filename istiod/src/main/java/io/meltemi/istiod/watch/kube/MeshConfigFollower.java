package io.meltemi.istiod.watch.kube;

import com.google.common.collect.ImmutableList;
import io.meltemi.istiod.kube.ApiObject;
import io.meltemi.istiod.kube.KubeSettings;
import io.meltemi.istiod.kube.ObjectFollower;
import io.meltemi.istiod.watch.ConfigEvent;
import io.meltemi.istiod.watch.ConfigSink;
import io.meltemi.translator.config.KubeConfigMap;
import io.meltemi.translator.config.decode.ConfigReader;
import io.meltemi.translator.config.decode.Decoded;
import io.meltemi.translator.config.decode.Document;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The mesh-wide settings in the entry {@code mesh} of Istio's ConfigMap. What breaks, and what is
 * deleted, keeps the last good version: a mesh must not change its ways because a file of its
 * installation was lost. Istio's defaults hold where there never was one.
 */
final class MeshConfigFollower implements ObjectFollower {

  private static final Logger log = LoggerFactory.getLogger(MeshConfigFollower.class);

  static final String NAME = "Kubernetes mesh config";

  private final ConfigSink sink;
  private final KubeSettings settings;
  private boolean isThere;
  private boolean synced;
  private String last = "";

  MeshConfigFollower(KubeSettings settings, ConfigSink sink) {
    this.settings = settings;
    this.sink = sink;
  }

  @Override
  public void listBegins() {
    isThere = false;
  }

  @Override
  public void listed(ApiObject object) {
    changed(object);
    isThere = true;
  }

  @Override
  public void listEnds() {
    if (!isThere) {
      absent();
    }
    if (!synced) {
      synced = true;
      sink.accept(ImmutableList.of(new ConfigEvent.Synced(NAME)));
    }
  }

  @Override
  public void changed(ApiObject object) {
    String text = text(object).orElse("");
    if (text.isBlank()) {
      absent();
    } else if (!text.equals(last)) {
      last = text;
      sink.accept(KubeMeshConfig.events(settings, text));
    }
  }

  @Override
  public void removed(ApiObject object) {
    absent();
  }

  private void absent() {
    log.warn(
        "{} has no entry {}: {}",
        KubeMeshConfig.title(settings),
        KubeMeshConfig.ENTRY,
        last.isEmpty() ? "Istio's defaults hold" : "the last settings hold");
  }

  private static Optional<String> text(ApiObject object) {
    return ConfigReader.read(Document.ofSource("", object.tree()))
            instanceof Decoded.Accepted<?> accepted
        ? accepted
            .object()
            .as(KubeConfigMap.class)
            .map(map -> map.spec().data().getOrDefault(KubeMeshConfig.ENTRY, ""))
        : Optional.empty();
  }
}
