package io.meltemi.istiod.replica;

import com.google.common.collect.ImmutableList;

/**
 * What an istiod says of itself and its proxies.
 *
 * @param roots the version of the mesh's own roots that it has told its proxies; {@link #NO_ROOTS}
 *     if it has no part in them
 * @param behind how many of its proxies do not trust them yet
 * @param refused objects that its proxies refuse
 */
public record ReplicaWord(String roots, int behind, ImmutableList<Refused> refused) {

  /** Its CA is plugged in, or it has none. */
  public static final String NO_ROOTS = "none";

  /** Whether all of its proxies trust the roots of that version, if they are to trust them. */
  public boolean trusts(String version) {
    return (roots.equals(version) && behind == 0) || roots.equals(NO_ROOTS);
  }
}
