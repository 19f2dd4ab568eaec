package io.meltemi.istiod.cli;

import io.envoyproxy.envoy.config.bootstrap.v3.Bootstrap;
import io.meltemi.ca.SpiffeId;
import io.meltemi.ca.token.WorkloadToken;
import io.meltemi.istiod.proxy.EnvoyBinary;
import io.meltemi.istiod.proxy.EnvoyLaunch;
import io.meltemi.istiod.proxy.RootSecretFile;
import io.meltemi.istiod.token.LocalTokens;
import io.meltemi.translator.bootstrap.Discovery;
import io.meltemi.translator.bootstrap.EnvoyBootstrap;
import io.meltemi.translator.bootstrap.ProxyNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code istiod proxy}: what stands beside a workload on a VM or a laptop. */
@Command(
    name = "proxy",
    description = {
      "Runs Envoy for a workload: writes its bootstrap, starts it, passes SIGTERM and SIGINT on,",
      "and ends with its exit status. Envoy is ENVOY_PATH, or `envoy` on PATH, or the checkout's."
    },
    mixinStandardHelpOptions = true,
    sortOptions = false,
    footerHeading = "%nExamples:%n",
    footer = {
      "  istiod proxy sidecar --workload default/reviews-v1 --configDir mesh/ --interception-mode NONE",
      "  istiod proxy router --workload istio-system/ingress --ip 10.0.0.5 --labels istio=ingressgateway",
      "  istiod proxy sidecar --workload default/reviews-v1 --ip 10.0.0.5 -- --component-log-level upstream:debug"
    })
final class ProxyCommand implements Callable<Integer> {

  private static final Logger log = LoggerFactory.getLogger(ProxyCommand.class);

  @Mixin private BootstrapFlags flags = new BootstrapFlags();

  @Option(names = "--concurrency", defaultValue = "2", description = "worker threads (default: 2)")
  private int concurrency;

  @Option(
      names = "--proxyLogLevel",
      defaultValue = "warning",
      description = "Envoy's log level (default: ${DEFAULT-VALUE})")
  private String logLevel = "";

  @Option(
      names = "--folder",
      description = "takes Envoy's files (default: a temporary one, removed at the end)")
  private @Nullable Path folder;

  @Parameters(index = "1..*", paramLabel = "-- ENVOY-FLAGS", description = "passed on to Envoy")
  private List<String> envoyFlags = List.of();

  /** Renews the proxy's token, unless somebody else does. */
  private volatile @Nullable LocalTokens tokens;

  @Override
  public Integer call() throws Exception {
    Path binary = envoy();
    Path own = folder == null ? Files.createTempDirectory("istiod-proxy-") : folder;
    Files.createDirectories(own);
    ProxyNode node = flags.described();
    Bootstrap bootstrap = flags.bootstrap(node, discovery(node, own));
    int status = run(new EnvoyLaunch(binary, bootstrap, own, concurrency, logLevel));
    cleanUp(own);
    return status;
  }

  private Discovery discovery(ProxyNode node, Path own) throws IOException {
    DiscoveryFlags istiod = flags.discovery();
    if (istiod.isPlaintext()) {
      return istiod.plaintext();
    }
    if (!Files.isReadable(istiod.root())) {
      throw new CommandFailure(
          "There is no "
              + istiod.root()
              + " to verify istiod with. Start istiod first (it writes one into its --stateDir),"
              + " say where the file is (--ca-root), or use --plaintext.");
    }
    Path token = istiod.token().isPresent() ? istiod.token().get() : ownToken(node, own);
    Path rootSecret = own.resolve("root-secret.json");
    RootSecretFile.write(rootSecret, istiod.root());
    return istiod.secure(token).following(rootSecret.toAbsolutePath().toString());
  }

  /** On istiod's own machine: who may read its state folder may be any workload. */
  private Path ownToken(ProxyNode node, Path own) throws IOException {
    SpiffeId account =
        Flags.account(
            "--service-account", node.namespace() + "/" + node.serviceAccount(), "cluster.local");
    Path file = own.resolve("token");
    LocalTokens made = new LocalTokens(flags.discovery().stateDir());
    tokens = made;
    made.keep(account, WorkloadToken.DEFAULT_TTL, file);
    return file;
  }

  private int run(EnvoyLaunch launch) throws IOException, InterruptedException {
    Files.writeString(launch.configFile(), EnvoyBootstrap.json(launch.bootstrap()));
    List<String> command = new ArrayList<>(launch.command());
    command.addAll(envoyFlags);
    log.info("starting {}", String.join(" ", command));
    Process envoy = new ProcessBuilder(command).inheritIO().start();
    Thread stop = new Thread(() -> stop(envoy, launch.folder()), "stop-envoy");
    Runtime.getRuntime().addShutdownHook(stop);
    int status = envoy.waitFor();
    log.info("Envoy ended with status {}", status);
    return status;
  }

  /** Runs when this process ends or is told to: Envoy is told, too, and its status is ours. */
  private void stop(Process envoy, Path own) {
    envoy.destroy();
    try {
      int status = envoy.waitFor();
      cleanUp(own);
      Runtime.getRuntime().halt(status);
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    } catch (IOException e) {
      log.warn("{} is left behind: {}", own, e.toString());
    }
  }

  private static Path envoy() {
    try {
      return EnvoyBinary.find();
    } catch (IOException e) {
      throw new CommandFailure(e.getMessage() == null ? e.toString() : e.getMessage());
    }
  }

  private void cleanUp(Path own) throws IOException {
    LocalTokens renewed = tokens;
    if (renewed != null) {
      renewed.close();
    }
    if (folder != null || !Files.exists(own)) {
      return;
    }
    try (var files = Files.list(own)) {
      for (Path file : files.toList()) {
        Files.deleteIfExists(file);
      }
    }
    Files.deleteIfExists(own);
  }
}
