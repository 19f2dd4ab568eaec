package io.meltemi.istiod.cli;

import io.meltemi.istiod.IstiodVersion;
import java.io.PrintWriter;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code istiod version}. */
@Command(
    name = "version",
    description = "Says which build this is.",
    mixinStandardHelpOptions = true,
    footerHeading = "%nExamples:%n",
    footer = {"  istiod version", "  istiod version --short"})
final class VersionCommand implements Runnable {

  @Spec private CommandSpec spec = CommandSpec.create();

  @Option(names = "--short", description = "the version number only")
  private boolean brief;

  @Override
  public void run() {
    PrintWriter out = spec.commandLine().getOut();
    IstiodVersion version = IstiodVersion.current();
    out.println(brief ? version.version() : version.toString());
  }
}
