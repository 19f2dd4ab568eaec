package io.meltemi.translator.model;

import java.util.Comparator;

/** A hostname as one namespace defines it. Hostnames are lower case. */
public record ServiceKey(String hostname, String namespace) implements Comparable<ServiceKey> {

  private static final Comparator<ServiceKey> ORDER =
      Comparator.comparing(ServiceKey::hostname).thenComparing(ServiceKey::namespace);

  @Override
  public int compareTo(ServiceKey other) {
    return ORDER.compare(this, other);
  }
}
