package io.meltemi.istiod.cli;

import com.google.common.base.Ascii;
import io.meltemi.istiod.chart.Chart;
import java.io.PrintWriter;
import java.util.Arrays;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code istiod profile dump}. */
@Command(
    name = "dump",
    description = {
      "Prints all values of a chart under a profile: the chart's defaults with the profile's",
      "over them. What is printed can be edited and given to helm install with --values."
    },
    mixinStandardHelpOptions = true,
    sortOptions = false,
    footerHeading = "%nExamples:%n",
    footer = {"  istiod profile dump demo > values.yaml", "  istiod profile dump --chart gateway"})
final class ProfileDumpCommand implements Runnable {

  @Spec private CommandSpec spec = CommandSpec.create();

  @Parameters(
      arity = "0..1",
      paramLabel = "PROFILE",
      defaultValue = "default",
      description = "default, demo, minimal or empty (default: ${DEFAULT-VALUE})")
  private String profile = "";

  @Option(
      names = "--chart",
      paramLabel = "CHART",
      defaultValue = "istiod",
      description = "istiod or gateway (default: ${DEFAULT-VALUE})")
  private String chart = "";

  @Override
  public void run() {
    PrintWriter out = spec.commandLine().getOut();
    out.print(dump());
    out.flush();
  }

  private String dump() {
    try {
      return chart(chart).dump(profile);
    } catch (IllegalArgumentException e) {
      throw new CommandFailure(String.valueOf(e.getMessage()));
    }
  }

  private static Chart chart(String name) {
    return Arrays.stream(Chart.values())
        .filter(chart -> Ascii.toLowerCase(chart.name()).equals(Ascii.toLowerCase(name)))
        .findFirst()
        .orElseThrow(
            () -> new CommandFailure("--chart: there is no chart of that name with profiles"));
  }
}
