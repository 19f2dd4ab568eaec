package io.meltemi.istiod.cli;

import picocli.CommandLine;
import picocli.CommandLine.Command;

/** {@code istiod token}. */
@Command(
    name = "token",
    description = "Tokens by which proxies prove who they are, where there is no Kubernetes.",
    mixinStandardHelpOptions = true,
    synopsisSubcommandLabel = "COMMAND",
    subcommands = TokenCreateCommand.class,
    footerHeading = "%nExamples:%n",
    footer = {
      "  istiod token create --service-account default/reviews --out reviews.token",
    })
final class TokenCommand implements Runnable {

  @CommandLine.Spec
  private CommandLine.Model.CommandSpec spec = CommandLine.Model.CommandSpec.create();

  @Override
  public void run() {
    spec.commandLine().usage(spec.commandLine().getOut());
  }
}
