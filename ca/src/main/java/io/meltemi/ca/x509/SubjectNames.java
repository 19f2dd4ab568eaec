package io.meltemi.ca.x509;

import com.google.common.collect.ImmutableSortedSet;
import io.meltemi.ca.SpiffeId;

/** Whose certificate it is: written as subject alternative names, the subject itself is empty. */
public sealed interface SubjectNames {
  /** A workload, by its identity. */
  record Workload(SpiffeId id) implements SubjectNames {}

  /** A server of our own, by the DNS names that its clients use. */
  record Server(ImmutableSortedSet<String> dnsNames) implements SubjectNames {
    public Server {
      if (dnsNames.isEmpty()) {
        throw new IllegalArgumentException("A server certificate needs a name");
      }
    }
  }
}
