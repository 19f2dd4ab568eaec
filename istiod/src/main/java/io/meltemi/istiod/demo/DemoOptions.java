package io.meltemi.istiod.demo;

import java.nio.file.Path;
import java.time.Duration;

/**
 * What the command line says.
 *
 * @param samples the folder {@code samples/bookinfo}
 * @param port of the gateway, on 127.0.0.1
 * @param keep whether the temporary folder outlives the demo
 * @param certificateTtl life of the workloads' certificates
 */
public record DemoOptions(Path samples, int port, boolean keep, Duration certificateTtl) {

  /** What the sample says; see {@code local/ingress-gateway.yaml}. */
  public static final int DEFAULT_PORT = 8080;
}
