package io.meltemi.istiod.cli;

import com.google.common.collect.ImmutableList;
import com.google.common.net.HostAndPort;
import com.google.common.net.InetAddresses;
import io.envoyproxy.envoy.config.bootstrap.v3.Bootstrap;
import io.meltemi.translator.bootstrap.BootstrapOptions;
import io.meltemi.translator.bootstrap.BootstrapOptions.AdsProtocol;
import io.meltemi.translator.bootstrap.Discovery;
import io.meltemi.translator.bootstrap.EnvoyBootstrap;
import io.meltemi.translator.bootstrap.ProxyNode;
import io.meltemi.translator.bootstrap.ProxyTuning;
import io.meltemi.translator.diagnostic.ConfigKey;
import io.meltemi.translator.model.MeshModel;
import io.meltemi.translator.model.MeshWorkload;
import io.meltemi.translator.proxy.InterceptionMode;
import io.meltemi.translator.proxy.ProxyKind;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** The flags that {@code bootstrap} and {@code proxy} share. */
final class BootstrapFlags {

  @Parameters(
      index = "0",
      paramLabel = "sidecar|router",
      description = "beside a workload, or a gateway")
  private String role = "";

  @Option(
      names = "--workload",
      required = true,
      paramLabel = "NAMESPACE/NAME",
      description = "the WorkloadEntry or Pod it stands beside")
  private String workload = "";

  @Option(
      names = "--configDir",
      paramLabel = "FOLDER",
      description = "where to look up the workload's address, labels and so on")
  private List<Path> configDirs = List.of();

  @Option(
      names = "--meshConfig",
      paramLabel = "FILE",
      description = "mesh-wide settings, for how the proxy is to be started")
  private @Nullable Path meshConfig;

  @Option(names = "--sotw", description = "state-of-the-world ADS instead of delta")
  private boolean sotw;

  @Option(
      names = "--adminPort",
      defaultValue = "15000",
      description = "Envoy's admin pages, on loopback (default: ${DEFAULT-VALUE})")
  private int adminPort;

  @Option(
      names = "--statusPort",
      defaultValue = "15021",
      description = "/healthz/ready (default: ${DEFAULT-VALUE}; 0: none)")
  private int statusPort;

  @Option(
      names = "--prometheusPort",
      defaultValue = "15090",
      description = "/stats/prometheus (default: ${DEFAULT-VALUE}; 0: none)")
  private int prometheusPort;

  @Mixin private TermsFlags terms = new TermsFlags();

  @Mixin private DiscoveryFlags discovery = new DiscoveryFlags();

  @Mixin private NodeOptions node = new NodeOptions();

  DiscoveryFlags discovery() {
    return discovery;
  }

  Bootstrap bootstrap(ProxyNode described, Discovery istiod) {
    boolean captured = node.interceptionMode() != InterceptionMode.NONE;
    // Without interception many proxies share one host, and each has its workload's address.
    String statusHost = captured ? "0.0.0.0" : described.address();
    String adminHost = isLoopback(described.address()) ? described.address() : "127.0.0.1";
    return EnvoyBootstrap.of(
        new BootstrapOptions(
                described,
                istiod,
                HostAndPort.fromParts(adminHost, adminPort),
                sotw ? AdsProtocol.STATE_OF_THE_WORLD : AdsProtocol.DELTA,
                Stream.of(statusPort, prometheusPort)
                    .filter(port -> port > 0)
                    .map(port -> HostAndPort.fromParts(statusHost, port))
                    .collect(ImmutableList.toImmutableList()))
            .with(tuning()));
  }

  private static boolean isLoopback(String address) {
    return InetAddresses.isInetAddress(address)
        && InetAddresses.forString(address).isLoopbackAddress();
  }

  /** Who the proxy is. */
  ProxyNode described() {
    ConfigKey name = NodeOptions.workload("--workload", workload);
    Optional<MeshWorkload> known = NodeOptions.find(mesh(), name);
    return node.node(kind(), name.namespace(), name.name(), known).withTerms(terms.terms());
  }

  private ProxyTuning tuning() {
    return ProxyTuning.of(
        mesh().meshConfig().defaultConfig().stream().collect(ImmutableList.toImmutableList()));
  }

  private MeshModel mesh() {
    return MeshFiles.read(configDirs, Optional.ofNullable(meshConfig), node.domain()).model();
  }

  private ProxyKind kind() {
    return switch (role) {
      case "sidecar" -> ProxyKind.SIDECAR;
      case "router" -> ProxyKind.ROUTER;
      default -> throw new CommandFailure("Say sidecar or router, not \"" + role + "\".");
    };
  }
}
