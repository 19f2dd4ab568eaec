package io.meltemi.translator.proxy;

import com.google.common.collect.ImmutableList;
import io.meltemi.translator.config.ConfigObject;
import io.meltemi.translator.config.Gateway;
import io.meltemi.translator.config.VirtualService;

/**
 * One server of one Gateway that selects a gateway proxy.
 *
 * @param listenPort where the proxy listens: the target port of its Service's port, or the server's
 *     own port when no Service has it
 * @param virtualServices those bound to this Gateway, delegates merged in, oldest first
 */
public record GatewayServer(
    ConfigObject<Gateway> gateway,
    Gateway.Server server,
    int listenPort,
    ImmutableList<ConfigObject<VirtualService>> virtualServices) {

  /** {@code namespace/name} of the Gateway. */
  public String gatewayName() {
    return gateway.key().namespace() + "/" + gateway.key().name();
  }
}
