package io.meltemi.istiod.cli;

import io.meltemi.translator.bootstrap.Discovery;
import io.meltemi.translator.bootstrap.EnvoyBootstrap;
import java.io.PrintWriter;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** {@code istiod bootstrap}. */
@Command(
    name = "bootstrap",
    description = {
      "Prints what an Envoy is started with (envoy -c). It needs no agent: everything else comes",
      "from istiod over ADS."
    },
    mixinStandardHelpOptions = true,
    sortOptions = false,
    footerHeading = "%nExamples:%n",
    footer = {
      "  istiod bootstrap sidecar --workload default/reviews-v1 --configDir mesh/ \\",
      "      --token reviews.token > envoy.json",
      "  istiod bootstrap router --workload istio-system/ingress --ip 10.0.0.5 \\",
      "      --labels istio=ingressgateway --discovery istiod.example:15012 \\",
      "      --token ingress.token --ca-root root-cert.pem"
    })
final class BootstrapCommand implements Runnable {

  @Spec private CommandSpec spec = CommandSpec.create();

  @Mixin private BootstrapFlags flags = new BootstrapFlags();

  @Override
  public void run() {
    PrintWriter out = spec.commandLine().getOut();
    out.println(EnvoyBootstrap.json(flags.bootstrap(flags.described(), discovery())));
    out.flush();
  }

  private Discovery discovery() {
    if (flags.discovery().isPlaintext()) {
      return flags.discovery().plaintext();
    }
    return flags
        .discovery()
        .secure(
            flags
                .discovery()
                .token()
                .orElseThrow(
                    () ->
                        new CommandFailure(
                            "Say where the proxy's token is (--token FILE), or --plaintext.")));
  }
}
