package io.meltemi.translator.bootstrap;

import com.google.common.collect.ImmutableList;
import com.google.common.net.HostAndPort;
import com.google.common.net.InetAddresses;
import java.util.Optional;

/**
 * All that a bootstrap depends on.
 *
 * @param discovery where istiod is
 * @param admin where Envoy's admin pages are; on loopback, for they are open to whoever reaches
 *     them. Port 0: any
 * @param protocol how ADS is spoken
 * @param statusListeners where {@code /healthz/ready} and {@code /stats/prometheus}, and nothing
 *     else of the admin pages, are shown to others
 * @param kubelet what a kubelet asks, where there is one
 * @param tuning what users have said besides
 */
public record BootstrapOptions(
    ProxyNode node,
    Discovery discovery,
    HostAndPort admin,
    AdsProtocol protocol,
    ImmutableList<HostAndPort> statusListeners,
    Optional<KubeletPages> kubelet,
    ProxyTuning tuning) {

  /** The two ways to speak ADS. */
  public enum AdsProtocol {
    /** Only what changed. */
    DELTA,
    /** Everything of a type, each time. */
    STATE_OF_THE_WORLD
  }

  public BootstrapOptions {
    if (!InetAddresses.isInetAddress(admin.getHost())
        || !(admin.getHost().startsWith("127.") || admin.getHost().equals("::1"))) {
      throw new IllegalArgumentException(
          "Envoy's admin pages belong on a loopback address, not on " + admin.getHost());
    }
  }

  public BootstrapOptions(
      ProxyNode node,
      Discovery discovery,
      HostAndPort admin,
      AdsProtocol protocol,
      ImmutableList<HostAndPort> statusListeners) {
    this(node, discovery, admin, protocol, statusListeners, Optional.empty(), ProxyTuning.DEFAULT);
  }

  public BootstrapOptions with(ProxyTuning said) {
    return new BootstrapOptions(node, discovery, admin, protocol, statusListeners, kubelet, said);
  }

  public static BootstrapOptions of(ProxyNode node, Discovery discovery, HostAndPort admin) {
    return new BootstrapOptions(node, discovery, admin, AdsProtocol.DELTA, ImmutableList.of());
  }
}
