package io.meltemi.istiod.admission;

import com.google.common.base.Splitter;
import io.fabric8.kubernetes.api.model.Node;
import io.fabric8.kubernetes.api.model.NodeList;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.meltemi.webhook.inject.InjectionInputs.ClusterFacts;
import io.meltemi.webhook.inject.InjectionInputs.IpFamilies;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Finds out from its nodes what a cluster can do, and looks again now and then. */
final class ClusterLook implements AutoCloseable {

  private static final Logger log = LoggerFactory.getLogger(ClusterLook.class);

  /** Since 1.29 init containers may go on without a feature gate. */
  private static final int FIRST_MINOR = 29;

  private static final Duration EVERY = Duration.ofMinutes(5);
  private static final Duration AFTER_A_FAILURE = Duration.ofSeconds(5);
  private static final long PAGE = 500;
  private static final Splitter DOTS = Splitter.on('.');

  private final KubernetesClient client;
  private final Optional<Boolean> told;
  private final Thread thread = Thread.ofVirtual().name("cluster-look").unstarted(this::run);
  private volatile ClusterFacts facts;

  /**
   * @param environment Istio's variable {@code ENABLE_NATIVE_SIDECARS} decides if it says so
   */
  ClusterLook(KubernetesClient client, Map<String, String> environment, String version) {
    this.client = client;
    this.told =
        switch (environment.getOrDefault("ENABLE_NATIVE_SIDECARS", "")) {
          case "true" -> Optional.of(true);
          case "false" -> Optional.of(false);
          default -> Optional.empty();
        };
    this.facts = new ClusterFacts(told.orElse(true), IpFamilies.IPV4, version);
  }

  /** What is true of the cluster now. */
  static ClusterFacts once(
      KubernetesClient client, Map<String, String> environment, String version) {
    ClusterLook look = new ClusterLook(client, environment, version);
    look.look();
    return look.facts();
  }

  ClusterFacts facts() {
    return facts;
  }

  void start() {
    thread.start();
  }

  private void run() {
    while (true) {
      Duration wait = EVERY;
      try {
        look();
      } catch (KubernetesClientException e) {
        log.warn("the cluster's nodes cannot be looked at: {}", e.getMessage());
        wait = AFTER_A_FAILURE;
      }
      try {
        Thread.sleep(wait);
      } catch (InterruptedException _) {
        return;
      }
    }
  }

  private void look() {
    boolean able = true;
    boolean four = false;
    boolean six = false;
    String next = null;
    do {
      NodeList page =
          client
              .nodes()
              .list(
                  new io.fabric8.kubernetes.api.model.ListOptionsBuilder()
                      .withLimit(PAGE)
                      .withContinue(next)
                      .build());
      for (Node node : page.getItems()) {
        able &= hasNativeSidecars(node.getStatus().getNodeInfo().getKubeletVersion());
        List<String> ranges = node.getSpec().getPodCIDRs();
        four |= ranges.stream().anyMatch(range -> !range.contains(":"));
        six |= ranges.stream().anyMatch(range -> range.contains(":"));
      }
      next = page.getMetadata().getContinue();
    } while (next != null && !next.isEmpty());
    IpFamilies families = four && six ? IpFamilies.DUAL : six ? IpFamilies.IPV6 : IpFamilies.IPV4;
    ClusterFacts found = new ClusterFacts(told.orElse(able), families, facts.proxyVersion());
    if (!found.equals(facts)) {
      log.info("of the cluster is known: {}", found);
      facts = found;
    }
  }

  /** {@code v1.34.4}, {@code v1.30.1-gke.100}. What cannot be read is new. */
  static boolean hasNativeSidecars(String kubelet) {
    List<String> parts = DOTS.splitToList(kubelet);
    try {
      return parts.size() < 2 || Integer.parseInt(parts.get(1)) >= FIRST_MINOR;
    } catch (NumberFormatException _) {
      return true;
    }
  }

  @Override
  public void close() {
    thread.interrupt();
  }
}
