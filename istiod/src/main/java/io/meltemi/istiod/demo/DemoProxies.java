package io.meltemi.istiod.demo;

import com.google.common.net.HostAndPort;
import io.meltemi.istiod.proxy.BootstrapOptions;
import io.meltemi.istiod.proxy.Discovery;
import io.meltemi.istiod.proxy.EnvoyBootstrap;
import io.meltemi.istiod.proxy.EnvoyLaunch;
import io.meltemi.istiod.proxy.EnvoyProcess;
import io.meltemi.istiod.proxy.ProxyNode;
import io.meltemi.translator.proxy.InterceptionMode;
import io.meltemi.translator.proxy.ProxyKind;
import java.io.IOException;
import java.nio.file.Path;

/**
 * Starts the Envoys of the demo: each with its workload's identity, none with config of its own.
 */
record DemoProxies(Path binary, HostAndPort discovery, DemoFolders folders) {

  /** Istio's number for Envoy's admin pages; each workload has an address of its own for it. */
  private static final int ADMIN_PORT = 15000;

  EnvoyProcess start(DemoWorkload workload, ProxyKind kind) throws IOException {
    ProxyNode node =
        ProxyNode.of(kind, workload.name(), workload.namespace(), workload.address())
            .withLabels(workload.labels())
            .withServiceAccount(workload.serviceAccount())
            .withInterceptionMode(InterceptionMode.NONE);
    BootstrapOptions options =
        BootstrapOptions.of(node, new Discovery.Plaintext(discovery), admin(workload));
    return EnvoyProcess.start(
        EnvoyLaunch.quiet(binary, EnvoyBootstrap.of(options), folders.envoy(workload.name())));
  }

  static HostAndPort admin(DemoWorkload workload) {
    return HostAndPort.fromParts(workload.address(), ADMIN_PORT);
  }
}
