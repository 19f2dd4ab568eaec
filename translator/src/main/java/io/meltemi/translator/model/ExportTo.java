package io.meltemi.translator.model;

import com.google.common.collect.ImmutableSortedSet;

/**
 * Which namespaces may see an object.
 *
 * @param everywhere {@code *}
 * @param namespaces otherwise these; {@code .} is resolved to the object's own, {@code ~} is none
 */
public record ExportTo(boolean everywhere, ImmutableSortedSet<String> namespaces) {

  public static final ExportTo ALL = new ExportTo(true, ImmutableSortedSet.of());

  public boolean allows(String namespace) {
    return everywhere || namespaces.contains(namespace);
  }
}
