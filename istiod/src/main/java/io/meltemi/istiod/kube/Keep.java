package io.meltemi.istiod.kube;

import com.google.common.base.Splitter;
import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Which fields of objects of one kind are read at all. What is left out costs neither memory nor a
 * decoder's time: of a Pod's twenty kilobytes hardly one is of use.
 */
public final class Keep {

  /** A value with all that is in it. */
  public static final Keep ALL = new Keep(ImmutableMap.of(), true);

  static final Keep NOTHING = new Keep(ImmutableMap.of(), false);

  private static final ImmutableList<String> OF_META =
      ImmutableList.of(
          "metadata.name",
          "metadata.namespace",
          "metadata.resourceVersion",
          "metadata.creationTimestamp",
          "metadata.deletionTimestamp",
          "metadata.generation",
          "metadata.labels");

  /** A copy of the whole object in itself. */
  private static final Keep ANNOTATIONS =
      new Keep(ImmutableMap.of("kubectl.kubernetes.io/last-applied-configuration", NOTHING), true);

  private static final Splitter DOTS = Splitter.on('.');

  private final ImmutableMap<String, Keep> named;
  private final boolean others;

  private Keep(ImmutableMap<String, Keep> named, boolean others) {
    this.named = named;
    this.others = others;
  }

  /**
   * An object's name, labels and these fields. A path goes through lists as if they were their
   * items: {@code spec.containers.ports}.
   */
  public static Keep only(String... paths) {
    Tree root = new Tree();
    OF_META.forEach(path -> root.add(DOTS.splitToList(path)));
    for (String path : paths) {
      root.add(DOTS.splitToList(path));
    }
    return root.keep();
  }

  /**
   * Everything that a user wrote, and these fields of what others did: the status, say, of which
   * nothing is kept otherwise.
   */
  public static Keep written(String... others) {
    Keep narrow = only(others);
    return new Keep(
        ImmutableMap.of(
            "metadata", only("metadata.annotations").of("metadata"), "status", narrow.of("status")),
        true);
  }

  /** What of a field is kept; {@link #NOTHING} if it is not. */
  Keep of(String field) {
    Keep known = named.get(field);
    return known != null ? known : others ? ALL : NOTHING;
  }

  /** Paths that are being put together. */
  private static final class Tree {
    private final Map<String, Tree> children = new LinkedHashMap<>();

    void add(List<String> path) {
      if (!path.isEmpty()) {
        children
            .computeIfAbsent(path.getFirst(), _ -> new Tree())
            .add(path.subList(1, path.size()));
      }
    }

    Keep keep() {
      if (children.isEmpty()) {
        return ALL;
      }
      ImmutableMap.Builder<String, Keep> named = ImmutableMap.builder();
      children.forEach(
          (name, child) ->
              named.put(
                  name,
                  name.equals("annotations") && child.children.isEmpty()
                      ? ANNOTATIONS
                      : child.keep()));
      return new Keep(named.buildOrThrow(), false);
    }
  }
}
