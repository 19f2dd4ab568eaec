package io.meltemi.ca.authority;

import java.io.IOException;
import java.util.Optional;

/** The entries of Istio's Secret {@code cacerts}: files where it is mounted, or the Secret. */
public interface CacertsEntries {

  /** An entry as text; empty if there is none of that name. */
  Optional<String> entry(String name) throws IOException;
}
