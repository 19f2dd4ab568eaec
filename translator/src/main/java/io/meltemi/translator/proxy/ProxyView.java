package io.meltemi.translator.proxy;

import com.google.common.collect.ImmutableList;
import io.meltemi.translator.config.MeshConfig;
import io.meltemi.translator.model.EndpointIndex;
import io.meltemi.translator.model.MeshModel;
import io.meltemi.translator.model.ServicePeerIndex;

/**
 * What one class of proxies may see of one model: where every resolver starts.
 *
 * @param outbound shared by reference between classes
 * @param gatewayServers for a gateway, the servers it serves; empty for a sidecar
 * @param credentials the Secrets that it may have
 * @param policies the security policies that hold for the class
 */
public record ProxyView(
    ProxyClass proxyClass,
    OutboundView outbound,
    EndpointIndex endpoints,
    ServicePeerIndex peers,
    ImmutableList<GatewayServer> gatewayServers,
    CredentialStore credentials,
    Policies policies) {

  /** The mesh's settings as they hold for the class. */
  public MeshConfig meshConfig() {
    return outbound.meshConfig();
  }

  /** For one class alone. Who asks for many, or again, asks {@link ProxyViews}. */
  public static ProxyView of(MeshModel model, ProxyClass proxyClass) {
    return new ProxyViews().of(model, proxyClass);
  }

  /**
   * Whether this is an earlier view of the same class but for its endpoints. Compares references
   * where comparing would cost: different ones of the same content say no.
   */
  public boolean differsInEndpointsOnly(ProxyView earlier) {
    return proxyClass.equals(earlier.proxyClass)
        && outbound == earlier.outbound
        && peers == earlier.peers
        && gatewayServers == earlier.gatewayServers
        && credentials.equals(earlier.credentials)
        && policies.equals(earlier.policies);
  }
}
