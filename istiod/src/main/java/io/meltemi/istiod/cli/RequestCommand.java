package io.meltemi.istiod.cli;

import java.io.PrintWriter;
import java.net.http.HttpResponse;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/**
 * {@code istiod request}; {@code istioctl bug-report} runs it in istiod's container, by the name of
 * {@code pilot-discovery}.
 */
@Command(
    name = "request",
    description = "Asks a running istiod on this machine for one of its pages.",
    mixinStandardHelpOptions = true,
    sortOptions = false,
    footerHeading = "%nExamples:%n",
    footer = {
      "  istiod request GET /debug/list",
      "  istiod request GET '/debug/config_dump?proxyID=reviews-v1.default'",
      "  kubectl exec -n istio-system deploy/istiod -- pilot-discovery request GET /debug/syncz"
    })
final class RequestCommand implements Runnable {

  /** A page that this istiod does not have: what it says of that is an answer, too. */
  private static final int NOT_FOUND = 404;

  @Spec private CommandSpec spec = CommandSpec.create();

  @Parameters(index = "0", paramLabel = "METHOD", description = "GET")
  private String method = "";

  @Parameters(index = "1", paramLabel = "PATH", description = "such as /debug/syncz")
  private String path = "";

  @Option(
      names = "--address",
      paramLabel = "HOST:PORT",
      defaultValue = MonitoringPage.DEFAULT_ADDRESS,
      description = "istiod's monitoring port (default: ${DEFAULT-VALUE})")
  private String address = "";

  @Override
  public void run() {
    HttpResponse<String> answer =
        MonitoringPage.ask(Flags.hostAndPort("--address", address), method, path);
    if (answer.statusCode() >= 400 && answer.statusCode() != NOT_FOUND) {
      throw new CommandFailure(
          "istiod answers " + answer.statusCode() + ": " + answer.body().strip());
    }
    PrintWriter out = spec.commandLine().getOut();
    out.println(answer.body());
    out.flush();
  }
}
