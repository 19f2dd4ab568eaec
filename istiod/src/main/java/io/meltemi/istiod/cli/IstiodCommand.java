package io.meltemi.istiod.cli;

import io.meltemi.istiod.IstiodVersion;
import io.meltemi.istiod.cli.training.TrainingCommand;
import java.io.PrintWriter;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.IVersionProvider;

/** The command that has all others below it. */
@Command(
    name = "istiod",
    description = "A service-mesh control plane with Istio's API on stock Envoy.",
    mixinStandardHelpOptions = true,
    versionProvider = IstiodCommand.Version.class,
    synopsisSubcommandLabel = "COMMAND",
    subcommands = {
      DiscoveryCommand.class,
      BootstrapCommand.class,
      ProxyCommand.class,
      TokenCommand.class,
      CaCommand.class,
      TranslateCommand.class,
      ValidateCommand.class,
      KubeInjectCommand.class,
      DemoCommand.class,
      ProfileCommand.class,
      ProxyStatusCommand.class,
      RequestCommand.class,
      VersionCommand.class,
      CompletionCommand.class,
      TrainingCommand.class
    },
    footerHeading = "%nExamples:%n",
    footer = {
      "  istiod discovery --configDir mesh/              serve the mesh in a folder",
      "  istiod validate -f mesh/                        what is wrong with it?",
      "  istiod translate --configDir mesh/ --proxy reviews-v1.default",
      "  istiod COMMAND --help                           more of each"
    })
public final class IstiodCommand {

  /** Runs a command line; returns the exit status: 0, 1 for a failure, 2 for wrong usage. */
  public static int run(String... arguments) {
    return arguments.length == 0
        ? commandLine().execute("--help")
        : commandLine().execute(arguments);
  }

  /** The same with somebody who reads what it prints. */
  public static int run(PrintWriter out, PrintWriter err, String... arguments) {
    return commandLine().setOut(out).setErr(err).execute(arguments);
  }

  static CommandLine commandLine() {
    CommandLine commandLine = new CommandLine(new IstiodCommand());
    commandLine.setExecutionExceptionHandler(IstiodCommand::failed);
    commandLine.setUsageHelpAutoWidth(true);
    return commandLine;
  }

  private static int failed(Exception e, CommandLine commandLine, CommandLine.ParseResult parsed)
      throws Exception {
    if (e instanceof CommandFailure failure) {
      commandLine.getErr().println(failure.getMessage());
      return 1;
    }
    throw e;
  }

  /** For {@code --version}. */
  static final class Version implements IVersionProvider {
    @Override
    public String[] getVersion() {
      return new String[] {IstiodVersion.current().toString()};
    }
  }
}
