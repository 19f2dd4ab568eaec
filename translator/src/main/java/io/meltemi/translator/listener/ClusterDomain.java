package io.meltemi.translator.listener;

/** The domain that short names are completed with. */
final class ClusterDomain {

  private static final String DEFAULT = "cluster.local";
  private static final String SERVICES = ".svc.";

  private ClusterDomain() {}

  /** {@code cluster.local}, from a proxy's {@code default.svc.cluster.local}. */
  static String of(String dnsDomain) {
    int services = dnsDomain.indexOf(SERVICES);
    return services < 0 ? DEFAULT : dnsDomain.substring(services + SERVICES.length());
  }
}
