package io.meltemi.translator.model;

import com.google.common.collect.ImmutableSet;
import com.google.common.collect.ImmutableSortedSet;
import io.meltemi.translator.authn.MutualTlsMode;
import io.meltemi.translator.authn.PeerPolicy;
import java.util.Map;

/**
 * Whether an endpoint takes mTLS.
 *
 * @param able whether a proxy with a certificate stands before it
 * @param plaintextPorts the workload's ports on which it takes none all the same
 */
public record EndpointTls(boolean able, ImmutableSortedSet<Integer> plaintextPorts) {

  public static final EndpointTls NONE = new EndpointTls(false, ImmutableSortedSet.of());
  public static final EndpointTls ALL = new EndpointTls(true, ImmutableSortedSet.of());

  private static final String ISTIO = "istio";

  /** Of a Pod: whoever injected the proxy labelled it. */
  static EndpointTls ofPod(Map<String, String> labels) {
    return ISTIO.equals(labels.get(WellKnownLabels.TLS_MODE)) ? ALL : NONE;
  }

  /** Of a WorkloadEntry: the label decides, and without one whether it has an identity. */
  static EndpointTls ofEntry(Map<String, String> labels, String serviceAccount) {
    return labels.containsKey(WellKnownLabels.TLS_MODE)
        ? ofPod(labels)
        : serviceAccount.isEmpty() ? NONE : ALL;
  }

  /** Without the ports that a policy takes mTLS from. */
  EndpointTls under(PeerPolicy policy, ImmutableSet<Integer> ports) {
    return new EndpointTls(
        able,
        ports.stream()
            .filter(port -> policy.on(port) == MutualTlsMode.DISABLE)
            .collect(ImmutableSortedSet.toImmutableSortedSet(Integer::compare)));
  }
}
