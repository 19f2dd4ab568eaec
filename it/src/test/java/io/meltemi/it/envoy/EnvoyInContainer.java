package io.meltemi.it.envoy;

import com.google.common.net.HostAndPort;
import io.meltemi.istiod.proxy.EnvoyAdmin;
import io.meltemi.istiod.proxy.EnvoyLaunch;
import io.meltemi.translator.bootstrap.EnvoyBootstrap;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.locks.LockSupport;
import org.testcontainers.containers.BindMode;
import org.testcontainers.containers.GenericContainer;
import org.testcontainers.containers.startupcheck.IndefiniteWaitOneShotStartupCheckStrategy;
import org.testcontainers.utility.DockerImageName;

/** The official image, on the host's network: the tests' addresses are all loopback. */
public record EnvoyInContainer(String image) implements EnvoyProvider {

  static final String IMAGE = "envoyproxy/envoy:v1.40.0";
  private static final long POLL_NANOS = 20_000_000;

  @Override
  public Path binary() {
    return Path.of("envoy");
  }

  @Override
  public RunningEnvoy start(EnvoyLaunch launch) throws IOException {
    Files.writeString(launch.configFile(), EnvoyBootstrap.json(launch.bootstrap()));
    GenericContainer<?> container = container(launch.folder(), launch.command());
    container.start();
    return new InContainer(launch, container);
  }

  @Override
  public String validate(Path config) {
    Path folder = config.toAbsolutePath().resolveSibling("");
    List<String> command =
        List.of("envoy", "--mode", "validate", "--config-path", config.toAbsolutePath().toString());
    try (GenericContainer<?> container = container(folder, command)) {
      container.withStartupCheckStrategy(new IndefiniteWaitOneShotStartupCheckStrategy());
      try {
        container.start();
        return "";
      } catch (RuntimeException _) { // Testcontainers' word for an exit status that is not 0
        return container.getLogs();
      }
    }
  }

  private GenericContainer<?> container(Path folder, List<String> command) {
    String path = folder.toString();
    return new GenericContainer<>(DockerImageName.parse(image))
        .withNetworkMode("host")
        .withFileSystemBind(path, path, BindMode.READ_WRITE)
        .withCreateContainerCmdModifier(create -> create.withUser("root"))
        .withCommand(command.toArray(String[]::new));
  }

  private record InContainer(EnvoyLaunch launch, GenericContainer<?> container)
      implements RunningEnvoy {

    @Override
    public EnvoyAdmin awaitLive(Duration patience) throws IOException, InterruptedException {
      return await(patience, true);
    }

    @Override
    public EnvoyAdmin awaitAdmin(Duration patience) throws IOException, InterruptedException {
      return await(patience, false);
    }

    private EnvoyAdmin await(Duration patience, boolean live)
        throws IOException, InterruptedException {
      long deadline = System.nanoTime() + patience.toNanos();
      Path file = launch.adminAddressFile();
      while (System.nanoTime() < deadline) {
        if (Files.exists(file) && Files.size(file) > 0) {
          EnvoyAdmin admin = new EnvoyAdmin(HostAndPort.fromString(Files.readString(file)));
          if (!live || admin.isLive()) {
            return admin;
          }
        }
        LockSupport.parkNanos(POLL_NANOS);
      }
      throw new IOException("Envoy in a container is not up in time:\n" + lastLines());
    }

    @Override
    public String lastLines() {
      return container.getLogs();
    }

    @Override
    public void close() {
      container.close();
    }
  }
}
