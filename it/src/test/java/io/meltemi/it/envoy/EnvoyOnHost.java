package io.meltemi.it.envoy;

import io.meltemi.istiod.proxy.EnvoyAdmin;
import io.meltemi.istiod.proxy.EnvoyLaunch;
import io.meltemi.istiod.proxy.EnvoyProcess;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;

/** A binary on this machine. */
public record EnvoyOnHost(Path binary) implements EnvoyProvider {

  @Override
  public RunningEnvoy start(EnvoyLaunch launch) throws IOException {
    return new OnHost(EnvoyProcess.start(launch));
  }

  @Override
  public String validate(Path config) throws IOException, InterruptedException {
    Process process =
        new ProcessBuilder(
                binary.toString(),
                "--mode",
                "validate",
                "--log-level",
                "warning",
                "--config-path",
                config.toString())
            .redirectErrorStream(true)
            .start();
    String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    return process.waitFor() == 0 ? "" : said;
  }

  private record OnHost(EnvoyProcess process) implements RunningEnvoy {

    @Override
    public EnvoyAdmin awaitLive(Duration patience) throws IOException, InterruptedException {
      return process.awaitLive(patience);
    }

    @Override
    public EnvoyAdmin awaitAdmin(Duration patience) throws IOException, InterruptedException {
      return process.awaitAdmin(patience);
    }

    @Override
    public String lastLines() {
      return process.lastLines();
    }

    @Override
    public void close() {
      process.close();
    }
  }
}
