package io.meltemi.translator.model;

import com.google.common.collect.ImmutableSortedSet;
import java.util.List;

/**
 * Which namespaces may see an object.
 *
 * @param everywhere {@code *}
 * @param namespaces otherwise these; {@code .} is resolved to the object's own, {@code ~} is none
 */
public record ExportTo(boolean everywhere, ImmutableSortedSet<String> namespaces) {

  public static final ExportTo ALL = new ExportTo(true, ImmutableSortedSet.of());

  /**
   * What a user wrote, or the mesh's default if they wrote nothing, or everywhere.
   *
   * @param ownNamespace what {@code .} stands for
   */
  public static ExportTo parse(List<String> words, List<String> meshDefault, String ownNamespace) {
    List<String> effective = words.isEmpty() ? meshDefault : words;
    if (effective.isEmpty() || effective.contains("*")) {
      return ALL;
    }
    ImmutableSortedSet.Builder<String> namespaces = ImmutableSortedSet.naturalOrder();
    for (String word : effective) {
      if (!word.equals("~")) {
        namespaces.add(word.equals(".") ? ownNamespace : word);
      }
    }
    return new ExportTo(false, namespaces.build());
  }

  public boolean allows(String namespace) {
    return everywhere || namespaces.contains(namespace);
  }
}
