package io.meltemi.translator.model;

import java.util.Comparator;
import org.jspecify.annotations.Nullable;

/** A hostname as one namespace defines it. Hostnames are lower case. */
public record ServiceKey(String hostname, String namespace) implements Comparable<ServiceKey> {

  private static final Comparator<ServiceKey> ORDER =
      Comparator.comparing(ServiceKey::hostname).thenComparing(ServiceKey::namespace);

  /** Written out because it is asked for very often, also before anything is compiled. */
  @Override
  public int hashCode() {
    return 31 * hostname.hashCode() + namespace.hashCode();
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return this == other
        || (other instanceof ServiceKey that
            && hostname.equals(that.hostname)
            && namespace.equals(that.namespace));
  }

  @Override
  public int compareTo(ServiceKey other) {
    return ORDER.compare(this, other);
  }
}
