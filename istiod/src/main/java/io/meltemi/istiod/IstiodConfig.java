package io.meltemi.istiod;

import io.meltemi.istiod.state.LoopOptions;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.util.Optional;

/**
 * Everything that can be set about an istiod from outside.
 *
 * @param configDir the folder of user objects
 * @param meshConfig the file of mesh-wide settings; Istio's defaults hold without it
 * @param domain what Kubernetes Services' hostnames end with
 * @param grpc where plaintext ADS is served
 * @param http where {@code /ready} is answered
 * @param monitoring where {@code /metrics} and {@code /version} are answered
 */
public record IstiodConfig(
    Path configDir,
    Optional<Path> meshConfig,
    String domain,
    InetSocketAddress grpc,
    InetSocketAddress http,
    InetSocketAddress monitoring,
    LoopOptions loop) {

  /** On free ports of the loopback interface: for tests and tools. */
  public static IstiodConfig onFreePorts(Path configDir) {
    InetSocketAddress any = new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
    return new IstiodConfig(
        configDir, Optional.empty(), "cluster.local", any, any, any, LoopOptions.DEFAULT);
  }

  public IstiodConfig withMeshConfig(Path file) {
    return new IstiodConfig(configDir, Optional.of(file), domain, grpc, http, monitoring, loop);
  }

  public IstiodConfig withLoop(LoopOptions options) {
    return new IstiodConfig(configDir, meshConfig, domain, grpc, http, monitoring, options);
  }
}
