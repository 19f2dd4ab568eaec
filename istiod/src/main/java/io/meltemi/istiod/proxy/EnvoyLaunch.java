package io.meltemi.istiod.proxy;

import com.google.common.collect.ImmutableList;
import io.envoyproxy.envoy.config.bootstrap.v3.Bootstrap;
import java.nio.file.Path;

/**
 * How one Envoy is to be started.
 *
 * @param folder exists; takes the bootstrap, the log and the admin address
 * @param concurrency worker threads
 * @param logLevel Envoy's word: {@code warning}
 */
public record EnvoyLaunch(
    Path binary, Bootstrap bootstrap, Path folder, int concurrency, String logLevel) {

  /**
   * Istio's. A connection keeps the filters it was made with, and so the policies: by Envoy's own
   * strategy some would be kept for ten minutes. At once means after the next answer.
   */
  private static final int DRAIN_SECONDS = 45;

  /** One thread, and only what is worth reading in the log. */
  public static EnvoyLaunch quiet(Path binary, Bootstrap bootstrap, Path folder) {
    return new EnvoyLaunch(binary, bootstrap, folder, 1, "warning");
  }

  public Path configFile() {
    return folder.resolve("envoy.json");
  }

  public Path logFile() {
    return folder.resolve("envoy.log");
  }

  public Path adminAddressFile() {
    return folder.resolve("admin-address");
  }

  /** Many Envoys may run side by side, and none takes over from one before it. */
  public ImmutableList<String> command() {
    return ImmutableList.of(
        binary.toString(),
        "--config-path",
        configFile().toString(),
        "--admin-address-path",
        adminAddressFile().toString(),
        "--concurrency",
        Integer.toString(concurrency),
        "--log-level",
        logLevel,
        "--use-dynamic-base-id",
        "--disable-hot-restart",
        "--drain-strategy",
        "immediate",
        "--drain-time-s",
        Integer.toString(DRAIN_SECONDS));
  }
}
