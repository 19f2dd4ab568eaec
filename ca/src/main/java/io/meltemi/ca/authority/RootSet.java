package io.meltemi.ca.authority;

import com.google.common.collect.ImmutableList;
import java.security.cert.X509Certificate;
import java.util.Optional;

/**
 * The roots of a CA that signs itself: all are trusted, one of them signs.
 *
 * @param signing the name of the one that signs
 * @param rotation that is under way
 */
record RootSet(ImmutableList<OwnRoot> roots, String signing, Optional<Rotation> rotation) {
  RootSet {
    if (roots.stream().noneMatch(root -> root.name().equals(signing))) {
      throw new IllegalArgumentException("The root that signs must be trusted: " + signing);
    }
  }

  static RootSet of(OwnRoot only) {
    return new RootSet(ImmutableList.of(only), only.name(), Optional.empty());
  }

  OwnRoot signer() {
    return root(signing);
  }

  OwnRoot root(String name) {
    return roots.stream().filter(root -> root.name().equals(name)).findFirst().orElseThrow();
  }

  RootSet with(Rotation next) {
    return new RootSet(roots, signing, Optional.of(next));
  }

  /** Trusts one more, which will sign later. */
  RootSet beginning(OwnRoot incoming, Rotation begun) {
    return new RootSet(
        ImmutableList.<OwnRoot>builder().addAll(roots).add(incoming).build(),
        signing,
        Optional.of(begun));
  }

  RootSet signingWithNew(Rotation next) {
    return new RootSet(roots, next.incoming(), Optional.of(next));
  }

  /** Trusts only the one that signs. */
  RootSet retiringOld() {
    return of(signer());
  }

  IssuerState issuerState() {
    ImmutableList<X509Certificate> trusted =
        roots.stream().map(OwnRoot::certificate).collect(ImmutableList.toImmutableList());
    return new IssuerState(signer().issuer(), trusted, ImmutableList.of());
  }
}
