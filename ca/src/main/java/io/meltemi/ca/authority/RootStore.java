package io.meltemi.ca.authority;

import java.util.Optional;
import java.util.function.Supplier;

/** Where a CA that signs itself keeps its roots: a folder, or a Secret of Kubernetes. */
interface RootStore {
  /** What is kept, or, if there is nothing, what {@code first} makes: once among all processes. */
  RootSet loadOrCreate(Supplier<RootSet> first);

  /** Replaces what is kept, as a whole. */
  void save(RootSet roots);

  /** What another istiod keeps here since this one asked last. */
  default Optional<RootSet> takeNews() {
    return Optional.empty();
  }

  /** Whether this istiod is the one that goes on with a rotation. */
  default boolean leads() {
    return true;
  }

  /** Whether other istiods sign with the same root, too: what they have signed is not known. */
  default boolean isShared() {
    return false;
  }

  /** What somebody wants of the rotation since this was asked last. */
  Optional<RotationRequest> takeRequest();
}
