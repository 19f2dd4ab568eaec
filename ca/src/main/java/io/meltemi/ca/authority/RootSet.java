package io.meltemi.ca.authority;

import com.google.common.collect.ImmutableList;
import java.security.cert.X509Certificate;

/**
 * The roots of a CA that signs itself: all are trusted, one of them signs.
 *
 * @param signing the name of the one that signs
 */
record RootSet(ImmutableList<OwnRoot> roots, String signing) {
  RootSet {
    if (roots.stream().noneMatch(root -> root.name().equals(signing))) {
      throw new IllegalArgumentException("The root that signs must be trusted: " + signing);
    }
  }

  static RootSet of(OwnRoot only) {
    return new RootSet(ImmutableList.of(only), only.name());
  }

  OwnRoot signer() {
    return roots.stream().filter(root -> root.name().equals(signing)).findFirst().orElseThrow();
  }

  IssuerState issuerState() {
    ImmutableList<X509Certificate> trusted =
        roots.stream().map(OwnRoot::certificate).collect(ImmutableList.toImmutableList());
    return new IssuerState(signer().issuer(), trusted, ImmutableList.of());
  }
}
