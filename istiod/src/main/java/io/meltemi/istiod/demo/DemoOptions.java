package io.meltemi.istiod.demo;

import io.meltemi.translator.bootstrap.CertificateTerms;
import java.nio.file.Path;

/**
 * What the command line says.
 *
 * @param samples the folder {@code samples/bookinfo}
 * @param port of the gateway, on 127.0.0.1
 * @param keep whether the temporary folder outlives the demo
 * @param terms of the workloads' certificates
 */
public record DemoOptions(Path samples, int port, boolean keep, CertificateTerms terms) {

  /** What the sample says; see {@code local/ingress-gateway.yaml}. */
  public static final int DEFAULT_PORT = 8080;
}
