package io.meltemi.istiod.demo;

import com.google.common.net.HostAndPort;
import io.meltemi.ca.token.WorkloadToken;
import io.meltemi.istiod.proxy.EnvoyLaunch;
import io.meltemi.istiod.proxy.EnvoyProcess;
import io.meltemi.istiod.proxy.RootSecretFile;
import io.meltemi.istiod.token.LocalTokens;
import io.meltemi.translator.bootstrap.BootstrapOptions;
import io.meltemi.translator.bootstrap.CertificateTerms;
import io.meltemi.translator.bootstrap.Discovery;
import io.meltemi.translator.bootstrap.EnvoyBootstrap;
import io.meltemi.translator.bootstrap.ProxyNode;
import io.meltemi.translator.proxy.InterceptionMode;
import io.meltemi.translator.proxy.ProxyKind;
import java.io.IOException;
import java.nio.file.Path;

/**
 * Starts the Envoys of the demo: each with its workload's identity, none with config of its own.
 */
record DemoProxies(
    Path binary,
    HostAndPort istiod,
    DemoFolders folders,
    LocalTokens tokens,
    CertificateTerms terms) {

  /** Istio's number for Envoy's admin pages; each workload has an address of its own for it. */
  private static final int ADMIN_PORT = 15000;

  private static final String ISTIOD_NAME = "istiod.istio-system.svc";

  EnvoyProcess start(DemoWorkload workload, ProxyKind kind) throws IOException {
    ProxyNode node =
        ProxyNode.of(kind, workload.name(), workload.namespace(), workload.address())
            .withLabels(workload.labels())
            .withServiceAccount(workload.serviceAccount())
            .withInterceptionMode(InterceptionMode.NONE)
            .withTerms(terms);
    Path folder = folders.envoy(workload.name());
    BootstrapOptions options =
        BootstrapOptions.of(node, discovery(workload, folder), admin(workload));
    return EnvoyProcess.start(EnvoyLaunch.quiet(binary, EnvoyBootstrap.of(options), folder));
  }

  /** Each proxy has a token of its own workload's account, and so no other identity. */
  private Discovery discovery(DemoWorkload workload, Path folder) throws IOException {
    Path token = folder.resolve("token");
    tokens.keep(workload.identity(), WorkloadToken.DEFAULT_TTL, token);
    Path roots = folders.state().resolve("root-cert.pem");
    Path rootSecret = folder.resolve("root-secret.json");
    RootSecretFile.write(rootSecret, roots);
    return new Discovery.Secure(istiod, ISTIOD_NAME, absolute(roots), absolute(token))
        .following(absolute(rootSecret));
  }

  private static String absolute(Path file) {
    return file.toAbsolutePath().toString();
  }

  static HostAndPort admin(DemoWorkload workload) {
    return HostAndPort.fromParts(workload.address(), ADMIN_PORT);
  }
}
