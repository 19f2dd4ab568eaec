package io.meltemi.istiod.cli;

import java.util.concurrent.Callable;
import picocli.CommandLine.Command;

/** {@code istiod demo}. */
@Command(
    name = "demo",
    description = "Runs Bookinfo on real Envoys on this machine.",
    mixinStandardHelpOptions = true,
    footerHeading = "%nExamples:%n",
    footer = {"  istiod demo", "  istiod demo --check"})
final class DemoCommand implements Callable<Integer> {

  @Override
  public Integer call() {
    throw new CommandFailure("The demo is not there yet.");
  }
}
