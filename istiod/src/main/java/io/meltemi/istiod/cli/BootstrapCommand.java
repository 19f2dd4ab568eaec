package io.meltemi.istiod.cli;

import io.meltemi.istiod.proxy.EnvoyBootstrap;
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
      "  istiod bootstrap sidecar --workload default/reviews-v1 --configDir mesh/ > envoy.json",
      "  istiod bootstrap router --workload istio-system/ingress --ip 10.0.0.5 \\",
      "      --labels istio=ingressgateway --discovery istiod.example:15010"
    })
final class BootstrapCommand implements Runnable {

  @Spec private CommandSpec spec = CommandSpec.create();

  @Mixin private BootstrapFlags flags = new BootstrapFlags();

  @Override
  public void run() {
    PrintWriter out = spec.commandLine().getOut();
    out.println(EnvoyBootstrap.json(flags.bootstrap()));
    out.flush();
  }
}
