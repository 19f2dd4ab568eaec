package io.meltemi.translator.tls;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableSortedSet;
import io.meltemi.translator.config.MeshConfig;
import java.util.Collection;
import java.util.stream.Stream;

/** The trust domain of the mesh and what else it goes by. */
public final class TrustDomains {

  private static final String DEFAULT = "cluster.local";
  private static final String SPIFFE = "spiffe://";

  private TrustDomains() {}

  /** Its own first, then the aliases, each once. */
  static ImmutableList<String> of(MeshConfig mesh) {
    String own = mesh.trustDomain().isEmpty() ? DEFAULT : mesh.trustDomain();
    return Stream.concat(Stream.of(own), mesh.trustDomainAliases().stream())
        .filter(domain -> !domain.isEmpty())
        .distinct()
        .collect(ImmutableList.toImmutableList());
  }

  /** {@code spiffe://cluster.local/}: what the identity of every peer begins with. */
  public static ImmutableList<String> prefixes(MeshConfig mesh) {
    return of(mesh).stream()
        .map(domain -> SPIFFE + domain + "/")
        .collect(ImmutableList.toImmutableList());
  }

  /**
   * {@code spiffe://cluster.local/ns/NS/sa/SA}, of each account in each of the domains.
   *
   * @param accounts {@code NS/SA}
   */
  public static ImmutableSortedSet<String> identities(
      MeshConfig mesh, Collection<String> accounts) {
    ImmutableSortedSet.Builder<String> identities = ImmutableSortedSet.naturalOrder();
    for (String domain : of(mesh)) {
      for (String account : accounts) {
        int slash = account.indexOf('/');
        identities.add(
            SPIFFE
                + domain
                + "/ns/"
                + account.substring(0, slash)
                + "/sa/"
                + account.substring(slash + 1));
      }
    }
    return identities.build();
  }
}
