package io.meltemi.translator.listener;

import java.util.Locale;

/** Completes and compares the host names that users write into rules. */
final class HostNames {

  private static final String DEFAULT_DOMAIN = "cluster.local";
  private static final String SERVICES = ".svc.";

  private HostNames() {}

  /**
   * A name without a dot is a service of the rule's own namespace; with a dot it is complete, also
   * when it looks like {@code reviews.default} (Istio's rule).
   *
   * @param domain the cluster's, as {@link #clusterDomain} gives it
   */
  static String resolve(String host, String namespace, String domain) {
    String lower = host.toLowerCase(Locale.ROOT);
    if (lower.isEmpty() || lower.startsWith("*") || lower.indexOf('.') >= 0) {
      return lower;
    }
    return lower + "." + namespace + SERVICES + domain;
  }

  /** {@code cluster.local}, from a proxy's {@code default.svc.cluster.local}. */
  static String clusterDomain(String dnsDomain) {
    int services = dnsDomain.indexOf(SERVICES);
    return services < 0 ? DEFAULT_DOMAIN : dnsDomain.substring(services + SERVICES.length());
  }

  /** Whether some name is meant by both, each a name or a wildcard such as {@code *.com}. */
  static boolean overlap(String one, String other) {
    return covers(one, other) || covers(other, one);
  }

  /** Whether every name that {@code other} means is meant by {@code host} too. */
  static boolean covers(String host, String other) {
    if (!host.startsWith("*")) {
      return host.equals(other);
    }
    String suffix = host.substring(1);
    return other.endsWith(suffix) && other.length() >= host.length();
  }
}
