package io.meltemi.translator.proxy;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableSortedSet;
import io.meltemi.translator.authn.PeerPolicy;
import io.meltemi.translator.diagnostic.ConfigKey;
import io.meltemi.translator.model.Place;

/**
 * Proxies that get the same configuration. Holds the results of matching, never the labels that
 * were matched, so that a rollout or a thousand replicas stay one class.
 *
 * @param outbound what decides its outbound side
 * @param inbound the ports it takes requests on, by port
 * @param addresses its own addresses where they matter to the configuration: only without
 *     interception, where listeners bind to them; otherwise empty
 * @param place its node only where that makes a difference to its endpoints
 * @param gateways the Gateways that select it, with the listening port of each server resolved
 * @param peerPolicy what it accepts of its peers: all PeerAuthentications that apply
 * @param policies the security policies that select it
 */
public record ProxyClass(
    OutboundKey outbound,
    ImmutableList<InboundPort> inbound,
    ImmutableList<String> addresses,
    Place place,
    String network,
    ImmutableSortedSet<ConfigKey> gateways,
    ImmutableList<GatewayPort> gatewayPorts,
    PeerPolicy peerPolicy,
    PolicyKeys policies) {

  public ProxyKind kind() {
    return outbound.kind();
  }

  public SecretSource secrets() {
    return outbound.secrets();
  }

  public String namespace() {
    return outbound.namespace();
  }
}
