package io.meltemi.ca.authority;

import com.google.common.collect.ImmutableList;
import io.meltemi.ca.x509.Pem;
import java.security.cert.X509Certificate;
import java.util.LinkedHashSet;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * What goes out with every leaf, written once for each state of the CA.
 *
 * @param intermediates one PEM each, the issuer's own first
 * @param roots the one that the leaf leads to, and then all others of ours in the same text: who
 *     has no other source of roots than this, like Istio's agent, must not lose one root when it is
 *     given the next
 */
record SentAlong(ImmutableList<String> intermediates, String roots) {
  static SentAlong with(IssuerState own) {
    Set<X509Certificate> roots = new LinkedHashSet<>();
    roots.add(own.issuer().root());
    roots.addAll(own.trusted());
    return new SentAlong(
        own.issuer().intermediates().stream()
            .map(Pem::write)
            .collect(ImmutableList.toImmutableList()),
        roots.stream().map(Pem::write).collect(Collectors.joining()));
  }
}
