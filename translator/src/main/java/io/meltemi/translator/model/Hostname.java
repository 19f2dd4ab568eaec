package io.meltemi.translator.model;

import com.google.common.base.Ascii;

/**
 * A host as rules name it: a full name, or a wildcard ({@code *.example.com}, or {@code *} for
 * every host). Short names are completed before they become one.
 *
 * @param text lower case
 */
public record Hostname(String text) {

  /** A name with no dot in it is that of a Kubernetes Service in the rule's own namespace. */
  public static Hostname resolve(String written, String namespace, String domain) {
    String lower = Ascii.toLowerCase(written);
    boolean isShort = !lower.isEmpty() && lower.indexOf('.') < 0 && lower.indexOf('*') < 0;
    return new Hostname(isShort ? lower + "." + namespace + ".svc." + domain : lower);
  }

  public boolean isWildcard() {
    return text.startsWith("*");
  }

  /** Whether every host meant by {@code other} is meant by this one too. */
  public boolean covers(String other) {
    return isWildcard() ? other.endsWith(text.substring(1)) : text.equals(other);
  }

  /** Whether some host is meant by both. */
  public boolean overlaps(String other) {
    return covers(other) || new Hostname(other).covers(text);
  }

  @Override
  public String toString() {
    return text;
  }
}
