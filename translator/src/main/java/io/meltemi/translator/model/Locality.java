package io.meltemi.translator.model;

import com.google.common.base.Splitter;
import java.util.Comparator;
import java.util.Iterator;

/** Where something runs, {@code region/zone/subzone}; unknown parts are empty. */
public record Locality(String region, String zone, String subzone) implements Comparable<Locality> {

  public static final Locality UNKNOWN = new Locality("", "", "");

  private static final Splitter SLASHES = Splitter.on('/').limit(3);
  private static final Comparator<Locality> ORDER =
      Comparator.comparing(Locality::region)
          .thenComparing(Locality::zone)
          .thenComparing(Locality::subzone);

  public static Locality parse(String text) {
    Iterator<String> parts = SLASHES.split(text).iterator();
    return new Locality(next(parts), next(parts), next(parts));
  }

  private static String next(Iterator<String> parts) {
    return parts.hasNext() ? parts.next() : "";
  }

  @Override
  public int compareTo(Locality other) {
    return ORDER.compare(this, other);
  }

  /** {@code region/zone}, without empty parts at the end. */
  @Override
  public String toString() {
    if (!subzone.isEmpty()) {
      return region + "/" + zone + "/" + subzone;
    }
    return zone.isEmpty() ? region : region + "/" + zone;
  }
}
