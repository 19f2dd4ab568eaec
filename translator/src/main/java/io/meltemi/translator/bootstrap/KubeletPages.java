package io.meltemi.translator.bootstrap;

import com.google.common.collect.ImmutableList;
import com.google.common.net.HostAndPort;
import java.time.Duration;
import java.util.Optional;

/**
 * What a kubelet, and a scraper of metrics, ask of a pod without a certificate of the mesh: the
 * pages of the port that Istio's agent has (15020), from an Envoy without an agent.
 *
 * @param where it is asked; several for several families of addresses
 * @param bypass whether the application is called from the address that the pod's rules let pass
 *     (127.0.0.6, ::6): without rules there is none
 */
public record KubeletPages(
    ImmutableList<HostAndPort> where,
    boolean bypass,
    ImmutableList<ProbePage> probes,
    Optional<AppMetrics> appMetrics,
    Optional<DrainPage> drain) {

  /** A probe. {@code path}: {@code /app-health/CONTAINER/readyz}, and nothing else is answered. */
  public record ProbePage(String path, ProbeTarget target) {}

  /** The application's metrics, which {@code /stats/prometheus} shows after Envoy's own. */
  public record AppMetrics(String host, int port, String path) {}

  /**
   * Begins to drain: whoever is connected is told to connect elsewhere.
   *
   * @param path for GET, which is all that a kubelet's hook can
   * @param key that the header {@link #KEY_HEADER} must say: others than the kubelet reach the port
   * @param inboundOnly a sidecar's application may still make calls while it ends
   * @param hold how long the answer is held back: as long, a kubelet does not end the container
   */
  public record DrainPage(String path, String key, boolean inboundOnly, Duration hold) {

    public static final String KEY_HEADER = "x-meltemi-drain-key";
  }
}
