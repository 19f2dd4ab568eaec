package io.meltemi.translator.destination;

import io.meltemi.translator.config.LoadBalancer;
import io.meltemi.translator.model.MeshService;
import io.meltemi.translator.proxy.InterceptionMode;
import io.meltemi.translator.proxy.ProxyKind;

/** How a proxy finds the endpoints of a service, given who asks and which policy applies. */
final class DiscoveryResolver {
  private DiscoveryResolver() {}

  static Discovery resolve(ClientScope client, MeshService service, DestinationPolicy policy) {
    if (service.externalName().isPresent()) {
      return Discovery.STRICT_DNS;
    }
    return switch (service.resolution()) {
      case STATIC -> wantsPassthrough(policy) ? passthrough(client) : Discovery.EDS;
      case DNS -> wantsPassthrough(policy) ? passthroughOrDns(client) : Discovery.STRICT_DNS;
      case DNS_ROUND_ROBIN -> Discovery.LOGICAL_DNS;
      case PASSTHROUGH -> service.headless() ? headless(client) : passthrough(client);
      case DYNAMIC_DNS -> Discovery.DYNAMIC_DNS;
    };
  }

  /** {@code loadBalancer.simple: PASSTHROUGH}: the client has chosen the address already. */
  private static boolean wantsPassthrough(DestinationPolicy policy) {
    return policy.loadBalancer().flatMap(LoadBalancer::policy).stream()
        .anyMatch(chosen -> chosen == LoadBalancer.Simple.PASSTHROUGH);
  }

  /** A gateway's connections were dialled to the gateway: there is no original destination. */
  private static Discovery passthrough(ClientScope client) {
    return client.kind() == ProxyKind.ROUTER ? Discovery.EDS : Discovery.ORIGINAL_DST;
  }

  private static Discovery passthroughOrDns(ClientScope client) {
    return client.kind() == ProxyKind.ROUTER ? Discovery.STRICT_DNS : Discovery.ORIGINAL_DST;
  }

  /** Without interception nobody knows what the client dialled, but we know the pods. */
  private static Discovery headless(ClientScope client) {
    return client.interceptionMode() == InterceptionMode.NONE ? Discovery.EDS : passthrough(client);
  }
}
