package io.meltemi.istiod.admission;

import com.google.common.collect.ImmutableList;
import io.meltemi.istiod.kube.ApiObject;
import io.meltemi.istiod.kube.Keep;
import io.meltemi.istiod.kube.KubeApi;
import io.meltemi.istiod.kube.KubeSettings;
import io.meltemi.istiod.kube.ObjectFollower;
import io.meltemi.istiod.kube.Reflector;
import io.meltemi.istiod.kube.Resource;
import io.meltemi.istiod.kube.ServedKinds;
import io.meltemi.istiod.kube.SharedText;
import io.meltemi.translator.config.KubeConfigMap;
import io.meltemi.translator.config.decode.ConfigReader;
import io.meltemi.translator.config.decode.Decoded;
import io.meltemi.translator.config.decode.Document;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The entry {@code values} of the ConfigMap {@code istio-sidecar-injector}, of which each revision
 * has its own. Where it is lost, the last values hold.
 */
final class ValuesFollower implements ObjectFollower {

  private static final Logger log = LoggerFactory.getLogger(ValuesFollower.class);

  static final String ENTRY = "values";

  private final CurrentValues values;
  private final KubeSettings settings;
  private boolean isThere;
  private String last = "";
  private volatile boolean synced;

  ValuesFollower(KubeSettings settings, CurrentValues values) {
    this.settings = settings;
    this.values = values;
  }

  Reflector reflector(KubeApi api) {
    return new Reflector(
        api,
        ImmutableList.of(
            Resource.of("", "v1", "configmaps", "ConfigMap", Keep.only("data." + ENTRY))
                .withNamespace(settings.namespace())
                .withFieldSelector("metadata.name=" + name())),
        new SharedText(),
        ServedKinds.ALWAYS,
        this);
  }

  /** Whether it is known what the ConfigMap says, or that there is none. */
  boolean isSynced() {
    return synced;
  }

  private String name() {
    return name(settings);
  }

  /** Of the ConfigMap. */
  static String name(KubeSettings settings) {
    return settings.revisioned("istio-sidecar-injector");
  }

  @Override
  public void listBegins() {
    isThere = false;
  }

  @Override
  public void listed(ApiObject object) {
    isThere = true;
    changed(object);
  }

  @Override
  public void listEnds() {
    if (!isThere) {
      absent();
    }
    synced = true;
  }

  @Override
  public void changed(ApiObject object) {
    if (ConfigReader.read(Document.ofSource("", object.tree()))
            instanceof Decoded.Accepted<?> accepted
        && accepted.object().spec() instanceof KubeConfigMap map) {
      String text = map.data().getOrDefault(ENTRY, "");
      if (!text.equals(last)) {
        last = text;
        values.take("ConfigMap " + settings.namespace() + "/" + name(), text);
      }
    }
  }

  @Override
  public void removed(ApiObject object) {
    absent();
  }

  private void absent() {
    log.warn(
        "there is no ConfigMap {}/{}: {}",
        settings.namespace(),
        name(),
        last.isEmpty() ? "pods are injected with defaults" : "its last values hold");
  }
}
