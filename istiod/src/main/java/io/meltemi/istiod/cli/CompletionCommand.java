package io.meltemi.istiod.cli;

import picocli.AutoComplete;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** {@code istiod completion}. */
@Command(
    name = "completion",
    description = "Prints a script that completes this command line in bash and zsh.",
    mixinStandardHelpOptions = true,
    footerHeading = "%nExamples:%n",
    footer = "  source <(istiod completion)")
final class CompletionCommand implements Runnable {

  @Spec private CommandSpec spec = CommandSpec.create();

  @Override
  public void run() {
    spec.commandLine().getOut().print(AutoComplete.bash("istiod", spec.root().commandLine()));
    spec.commandLine().getOut().flush();
  }
}
