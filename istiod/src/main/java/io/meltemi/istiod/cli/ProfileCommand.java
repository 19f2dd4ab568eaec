package io.meltemi.istiod.cli;

import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** {@code istiod profile}. */
@Command(
    name = "profile",
    description = "The profiles of the Helm charts: sets of values with a name.",
    mixinStandardHelpOptions = true,
    synopsisSubcommandLabel = "COMMAND",
    subcommands = {ProfileListCommand.class, ProfileDumpCommand.class},
    footerHeading = "%nExamples:%n",
    footer = {"  istiod profile list", "  istiod profile dump demo"})
final class ProfileCommand implements Runnable {

  @Spec private CommandSpec spec = CommandSpec.create();

  @Override
  public void run() {
    spec.commandLine().usage(spec.commandLine().getOut());
  }
}
