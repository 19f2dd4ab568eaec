package io.meltemi.ca.authority;

import java.util.Optional;

/** Where a CA that signs itself keeps its roots: a folder, or a Secret of Kubernetes. */
interface RootStore {
  /** What is kept; empty before the first save. */
  Optional<RootSet> load();

  /** Replaces what is kept, as a whole. */
  void save(RootSet roots);

  /** What is kept, or, if there is nothing, what {@code first} makes: once among all processes. */
  RootSet loadOrCreate(java.util.function.Supplier<RootSet> first);
}
