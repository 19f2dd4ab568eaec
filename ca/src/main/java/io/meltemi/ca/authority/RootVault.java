package io.meltemi.ca.authority;

import com.google.common.collect.ImmutableSortedMap;
import java.io.IOException;
import java.util.Optional;

/**
 * Where several istiods keep one root between them: a Secret of Kubernetes. Whoever writes says
 * what it has read, and is refused if somebody has written since.
 */
public interface RootVault {

  /**
   * What is kept; prints as its version, because there are keys in it.
   *
   * @param entries PEM and other text by name
   * @param version of this writing
   */
  record Kept(ImmutableSortedMap<String, String> entries, String version) {
    @Override
    public String toString() {
      return "Kept[" + version + "]";
    }
  }

  /** What is kept now, as far as is known without asking; asks if nothing is known. */
  Optional<Kept> read() throws IOException;

  /** What is kept now, asked for. */
  Optional<Kept> readNewest() throws IOException;

  /**
   * Keeps these entries instead of those of that version; of no version, if there is nothing yet.
   *
   * @return the version of this writing; none if what is kept is another version by now, and
   *     nothing was written
   */
  Optional<String> write(ImmutableSortedMap<String, String> entries, Optional<String> instead)
      throws IOException;

  /** Whether this istiod is the one that goes on with a rotation. */
  boolean leads();
}
