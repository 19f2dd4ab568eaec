package io.meltemi.webhook.inject;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.google.common.collect.ImmutableList;
import com.google.common.net.HostAndPort;
import io.meltemi.translator.bootstrap.BootstrapOptions;
import io.meltemi.translator.bootstrap.BootstrapOptions.AdsProtocol;
import io.meltemi.translator.bootstrap.Discovery;
import io.meltemi.translator.bootstrap.EnvoyBootstrap;
import io.meltemi.translator.bootstrap.KubeletPages;
import io.meltemi.translator.bootstrap.ProxyTuning;
import io.meltemi.translator.bootstrap.RootSecret;
import java.util.List;
import java.util.Optional;

/**
 * What the proxy of a pod is started with: the bootstrap of an Envoy without an agent, as one
 * argument in which the kubelet fills in what is known of a running pod only.
 */
final class ProxyBootstrap {

  private static final ObjectMapper JSON = new ObjectMapper();

  private static final String ROOTS = Names.ROOT_FOLDER + "/" + Names.ROOT_FILE;
  private static final String TOKEN = Names.TOKEN_FOLDER + "/" + Names.TOKEN_FILE;
  private static final String ROOT_SECRET = Names.POD_INFO_FOLDER + "/" + Names.ROOT_SECRET_FILE;

  private ProxyBootstrap() {}

  /** The argument of {@code --config-yaml}; JSON is YAML. */
  static String argument(ProxyPlan plan, Optional<KubeletPages> kubelet) {
    BootstrapOptions options =
        new BootstrapOptions(
            ProxyIdentity.node(plan),
            istiod(plan),
            HostAndPort.fromParts("127.0.0.1", Names.ADMIN_PORT),
            AdsProtocol.DELTA,
            statusListeners(plan),
            kubelet,
            tuning(plan));
    return KubeletVariables.argument(compact(EnvoyBootstrap.json(EnvoyBootstrap.of(options))));
  }

  private static ProxyTuning tuning(ProxyPlan plan) {
    ProxyTuning tuning = plan.settings().tuning();
    return tuning.with(StatsAnnotations.over(tuning.statistics(), plan.annotations()));
  }

  /** The file by which Envoy follows the roots; an annotation, which the pod sees as a file. */
  static String rootSecret() {
    return compact(RootSecret.text(ROOTS));
  }

  private static ImmutableList<HostAndPort> statusListeners(ProxyPlan plan) {
    return listeners(plan.wildcards(), ImmutableList.of(Names.HEALTH_PORT, Names.PROMETHEUS_PORT));
  }

  static ImmutableList<HostAndPort> listeners(List<String> addresses, List<Integer> ports) {
    return ports.stream()
        .flatMap(port -> addresses.stream().map(it -> HostAndPort.fromParts(it, port)))
        .collect(ImmutableList.toImmutableList());
  }

  private static Discovery istiod(ProxyPlan plan) {
    HostAndPort address =
        HostAndPort.fromString(IstiodAddress.of(plan)).withDefaultPort(Names.ISTIOD_PORT);
    String domain = plan.values().global().proxy().clusterDomain();
    String host = address.getHost();
    // The whole name: a short one would be looked up below each search domain of the pod first.
    String whole = host.endsWith(".svc") ? host + "." + domain : host;
    return new Discovery.Secure(HostAndPort.fromParts(whole, address.getPort()), host, ROOTS, TOKEN)
        .following(ROOT_SECRET);
  }

  private static String compact(String json) {
    try {
      return JSON.writeValueAsString(JSON.readTree(json));
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("our own JSON cannot be read", e);
    }
  }
}
