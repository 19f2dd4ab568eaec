package io.meltemi.istiod.cli;

import io.meltemi.istiod.proxy.EnvoyBinary;
import io.meltemi.istiod.proxy.EnvoyBootstrap;
import io.meltemi.istiod.proxy.EnvoyLaunch;
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

  @Override
  public Integer call() throws Exception {
    Path binary = envoy();
    Path own = folder == null ? Files.createTempDirectory("istiod-proxy-") : folder;
    int status = run(new EnvoyLaunch(binary, flags.bootstrap(), own, concurrency, logLevel));
    cleanUp(own);
    return status;
  }

  private int run(EnvoyLaunch launch) throws IOException, InterruptedException {
    Files.createDirectories(launch.folder());
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
