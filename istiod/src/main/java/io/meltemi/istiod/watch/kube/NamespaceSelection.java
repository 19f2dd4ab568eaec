package io.meltemi.istiod.watch.kube;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableSet;
import io.meltemi.istiod.watch.ConfigEvent;
import io.meltemi.istiod.watch.ConfigSink;
import io.meltemi.translator.config.KubeNamespace;
import io.meltemi.translator.config.LabelSelector;
import io.meltemi.translator.config.MeshConfig;
import io.meltemi.translator.diagnostic.ConfigKey;
import io.meltemi.translator.diagnostic.ConfigKind;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;

/**
 * Which namespaces are of this mesh, by {@code discoverySelectors} of its MeshConfig: objects of
 * others are not even kept. Stands before the mesh loop and sees the settings and the Namespaces go
 * by.
 *
 * <p>istiod's own namespace always belongs to it: the mesh-wide policies are there.
 */
final class NamespaceSelection implements ConfigSink {

  private final ConfigSink next;
  private final String own;
  private final Runnable onKnown;
  private final Runnable onChange;
  private final Set<String> awaited;
  private final Map<String, Map<String, String>> labels = new HashMap<>();
  private ImmutableList<LabelSelector> selectors = ImmutableList.of();

  /** What holds now: all namespaces, or those. */
  private volatile Selected selected = new Selected(true, ImmutableSet.of());

  private record Selected(boolean all, ImmutableSet<String> namespaces) {}

  /**
   * @param awaited sources that must have synced before the selection of the start is known
   * @param onKnown called then
   * @param onChange called afterwards, when other namespaces are selected
   */
  NamespaceSelection(
      ConfigSink next,
      String own,
      ImmutableSet<String> awaited,
      Runnable onKnown,
      Runnable onChange) {
    this.next = next;
    this.own = own;
    this.awaited = new HashSet<>(awaited);
    this.onKnown = onKnown;
    this.onChange = onChange;
  }

  /** Whether objects of that namespace are of the mesh; those of no namespace are. */
  boolean includes(String namespace) {
    Selected now = selected;
    return now.all()
        || namespace.isEmpty()
        || namespace.equals(own)
        || now.namespaces().contains(namespace);
  }

  @Override
  public synchronized void accept(ImmutableList<ConfigEvent> events) {
    next.accept(events);
    boolean known = awaited.isEmpty();
    for (ConfigEvent event : events) {
      switch (event) {
        case ConfigEvent.Upsert upsert -> {
          if (upsert.object().spec() instanceof MeshConfig mesh) {
            selectors = mesh.discoverySelectors();
          } else if (upsert.object().spec() instanceof KubeNamespace) {
            labels.put(upsert.object().name(), upsert.object().meta().labels());
          }
        }
        case ConfigEvent.Delete(ConfigKey key) -> {
          if (key.kind() == ConfigKind.NAMESPACE) {
            labels.remove(key.name());
          }
        }
        case ConfigEvent.Synced synced -> awaited.remove(synced.source());
        case ConfigEvent.Report _ -> {}
      }
    }
    Selected before = selected;
    selected = select();
    if (!known && awaited.isEmpty()) {
      onKnown.run();
    } else if (known && !before.equals(selected)) {
      onChange.run();
    }
  }

  private Selected select() {
    if (selectors.isEmpty()) {
      return new Selected(true, ImmutableSet.of());
    }
    return new Selected(
        false,
        labels.entrySet().stream()
            .filter(
                namespace ->
                    selectors.stream().anyMatch(each -> each.selects(namespace.getValue())))
            .map(Map.Entry::getKey)
            .collect(ImmutableSet.toImmutableSet()));
  }
}
