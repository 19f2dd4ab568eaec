package io.meltemi.istiod.cli;

import io.meltemi.istiod.chart.Chart;
import java.io.PrintWriter;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** {@code istiod profile list}. */
@Command(
    name = "list",
    description = "Names the profiles, and says what each is for.",
    mixinStandardHelpOptions = true,
    footerHeading = "%nExamples:%n",
    footer = "  istiod profile list")
final class ProfileListCommand implements Runnable {

  @Spec private CommandSpec spec = CommandSpec.create();

  @Override
  public void run() {
    PrintWriter out = spec.commandLine().getOut();
    for (String profile : Chart.PROFILES) {
      out.printf("%-9s %s%n", profile, Chart.ISTIOD.purpose(profile));
    }
    out.flush();
  }
}
