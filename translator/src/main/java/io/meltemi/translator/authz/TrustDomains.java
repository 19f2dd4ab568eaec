package io.meltemi.translator.authz;

import com.google.common.base.Splitter;
import com.google.common.collect.ImmutableList;
import io.meltemi.translator.config.MeshConfig;
import java.util.List;

/**
 * The mesh's own trust domain and its other names, of which policies may use any: an identity of
 * one of them is meant by all.
 *
 * @param names its own first
 */
record TrustDomains(ImmutableList<String> names) {

  /** What policies may always call the mesh's trust domain. */
  private static final String DEFAULT = "cluster.local";

  private static final Splitter SLASHES = Splitter.on('/');

  /** {@code TRUST-DOMAIN/ns/NAMESPACE/sa/ACCOUNT}. */
  private static final int PARTS = 5;

  static TrustDomains of(MeshConfig mesh) {
    return new TrustDomains(
        ImmutableList.<String>builder()
            .add(mesh.trustDomain().isEmpty() ? DEFAULT : mesh.trustDomain())
            .addAll(mesh.trustDomainAliases())
            .build()
            .stream()
            .distinct()
            .collect(ImmutableList.toImmutableList()));
  }

  /** A principal under every name of its trust domain; itself alone where it is a foreign one. */
  ImmutableList<String> aliases(String principal) {
    List<String> parts = SLASHES.splitToList(principal);
    boolean own =
        parts.size() == PARTS
            && (names.contains(parts.getFirst()) || parts.getFirst().equals(DEFAULT));
    if (!own) {
      return ImmutableList.of(principal);
    }
    String rest = principal.substring(principal.indexOf('/'));
    return names.stream().map(name -> name + rest).collect(ImmutableList.toImmutableList());
  }
}
