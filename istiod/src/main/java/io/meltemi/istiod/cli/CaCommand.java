package io.meltemi.istiod.cli;

import io.meltemi.ca.authority.RotationRequest;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code istiod ca}. */
@Command(
    name = "ca",
    description = {
      "Asks the istiod of a state folder, or the istiods of a cluster, to change the self-signed",
      "root: to begin, to wait, to go on. Both roots are trusted until all that the old one signed",
      "has ended; see how far it is on istiod's page /debug/authority. Without flags it is the",
      "usual state folder if an istiod has its CA there, or else kubectl's cluster."
    },
    mixinStandardHelpOptions = true,
    sortOptions = false,
    footerHeading = "%nExamples:%n",
    footer = {
      "  istiod ca rotate            a new root, now (it comes by itself before the old one ends)",
      "  istiod ca pause             stay where it is",
      "  istiod ca resume            go on",
      "  istiod ca rotate --kubeconfig ~/.kube/config"
    })
final class CaCommand implements Runnable {

  @Spec private CommandSpec spec = CommandSpec.create();

  @Parameters(index = "0", paramLabel = "rotate|pause|resume", description = "what to do")
  private String what = "";

  @Mixin private StateDir state = new StateDir();

  @Mixin private ClusterFlags cluster = new ClusterFlags();

  @Override
  public void run() {
    RotationRequest request =
        switch (what.toLowerCase(Locale.ROOT)) {
          case "rotate" -> RotationRequest.BEGIN;
          case "pause" -> RotationRequest.PAUSE;
          case "resume" -> RotationRequest.RESUME;
          default -> throw new CommandFailure("Say rotate, pause or resume, not \"" + what + "\".");
        };
    if (state.isSaid() && cluster.isSaid()) {
      throw new CommandFailure("Say --stateDir, or a cluster, not both.");
    }
    Path folder = state.path();
    boolean isHere = Files.isReadable(folder.resolve(StateDir.ROOT_CERTIFICATE));
    if (state.isSaid() && !isHere) {
      throw new CommandFailure("No istiod has its CA in " + folder + ".");
    }
    PrintWriter out = spec.commandLine().getOut();
    if (isHere && !cluster.isSaid()) {
      request.leaveIn(folder);
      out.println("The istiod of " + folder + " is asked.");
    } else {
      out.println(cluster.ask(request));
    }
    out.flush();
  }
}
