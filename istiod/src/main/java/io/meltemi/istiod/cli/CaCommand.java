package io.meltemi.istiod.cli;

import io.meltemi.ca.authority.RotationRequest;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** {@code istiod ca}. */
@Command(
    name = "ca",
    description = {
      "Asks the istiod of a state folder to change its self-signed root: to begin, to wait, to go",
      "on. Both roots are trusted until all that the old one signed has ended; see how far it is on",
      "istiod's page /debug/authority."
    },
    mixinStandardHelpOptions = true,
    sortOptions = false,
    footerHeading = "%nExamples:%n",
    footer = {
      "  istiod ca rotate            a new root, now (it comes by itself before the old one ends)",
      "  istiod ca pause             stay where it is",
      "  istiod ca resume            go on"
    })
final class CaCommand implements Runnable {

  @Parameters(index = "0", paramLabel = "rotate|pause|resume", description = "what to do")
  private String what = "";

  @Mixin private StateDir state = new StateDir();

  @Override
  public void run() {
    RotationRequest request =
        switch (what.toLowerCase(Locale.ROOT)) {
          case "rotate" -> RotationRequest.BEGIN;
          case "pause" -> RotationRequest.PAUSE;
          case "resume" -> RotationRequest.RESUME;
          default -> throw new CommandFailure("Say rotate, pause or resume, not \"" + what + "\".");
        };
    Path folder = state.path();
    if (!Files.isReadable(folder.resolve(StateDir.ROOT_CERTIFICATE))) {
      throw new CommandFailure("No istiod has its CA in " + folder + "; say --stateDir.");
    }
    request.leaveIn(folder);
  }
}
