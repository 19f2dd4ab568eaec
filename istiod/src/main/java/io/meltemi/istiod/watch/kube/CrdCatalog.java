package io.meltemi.istiod.watch.kube;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableMap;
import com.google.common.collect.ImmutableSet;
import io.meltemi.istiod.kube.ApiObject;
import io.meltemi.istiod.kube.Keep;
import io.meltemi.istiod.kube.KubeRefusal;
import io.meltemi.istiod.kube.ObjectFollower;
import io.meltemi.istiod.kube.Resource;
import io.meltemi.istiod.kube.ServedKinds;
import io.meltemi.translator.config.decode.ConfigTree;
import io.meltemi.translator.config.decode.ConfigTree.Entry;
import io.meltemi.translator.config.decode.ConfigTree.Mapping;
import io.meltemi.translator.config.decode.ConfigTree.Scalar;
import io.meltemi.translator.config.decode.ConfigTree.Sequence;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The custom resources that the cluster has, by what their definitions say: that one is not
 * answered right now must not be taken for its end, and a new one is followed at once.
 */
final class CrdCatalog implements ObjectFollower, ServedKinds {

  static final Resource DEFINITIONS =
      Resource.of(
          "apiextensions.k8s.io",
          "v1",
          "customresourcedefinitions",
          "CustomResourceDefinition",
          Keep.only("spec.versions.name", "spec.versions.served"));

  private final Runnable news;
  private final Map<String, ImmutableSet<String>> byName = new HashMap<>();

  /** Null until all were listed. */
  private volatile @Nullable ImmutableMap<String, ImmutableSet<String>> known;

  private volatile boolean forbidden;

  /**
   * @param news called when kinds come and go
   */
  CrdCatalog(Runnable news) {
    this.news = news;
  }

  @Override
  public void refused(KubeRefusal refusal) {
    if (refusal.isForbidden() && !forbidden) {
      forbidden = true;
      news.run();
    }
  }

  @Override
  public Answer of(Resource resource) {
    ImmutableMap<String, ImmutableSet<String>> all = known;
    if (all == null) {
      return forbidden ? Answer.UNKNOWABLE : Answer.UNKNOWN;
    }
    return all.getOrDefault(resource.plural() + "." + resource.group(), ImmutableSet.of())
            .contains(resource.version())
        ? Answer.SERVED
        : Answer.NOT_SERVED;
  }

  @Override
  public void listBegins() {
    byName.clear();
  }

  @Override
  public void listed(ApiObject object) {
    byName.put(object.name(), served(object.tree()));
  }

  @Override
  public void listEnds() {
    publish();
  }

  @Override
  public void changed(ApiObject object) {
    ImmutableSet<String> now = served(object.tree());
    if (!now.equals(byName.put(object.name(), now))) {
      publish();
    }
  }

  @Override
  public void removed(ApiObject object) {
    if (byName.remove(object.name()) != null) {
      publish();
    }
  }

  private void publish() {
    known = ImmutableMap.copyOf(byName);
    news.run();
  }

  private static ImmutableSet<String> served(Mapping definition) {
    ImmutableSet.Builder<String> served = ImmutableSet.builder();
    if (value(definition, "spec") instanceof Mapping spec
        && value(spec, "versions") instanceof Sequence versions) {
      for (ConfigTree version : versions.items()) {
        if (version instanceof Mapping fields
            && value(fields, "name") instanceof Scalar name
            && value(fields, "served") instanceof Scalar flag
            && flag.text().equals("true")) {
          served.add(name.text());
        }
      }
    }
    return served.build();
  }

  private static @Nullable ConfigTree value(Mapping mapping, String key) {
    ImmutableList<Entry> entries = mapping.entries();
    for (Entry entry : entries) {
      if (entry.key().equals(key)) {
        return entry.value();
      }
    }
    return null;
  }
}
