package io.meltemi.istiod.cli;

import io.meltemi.ca.SpiffeId;
import io.meltemi.ca.token.WorkloadToken;
import io.meltemi.istiod.token.LocalTokens;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code istiod token create}. */
@Command(
    name = "create",
    description = {
      "Signs a token of a service account with the key in istiod's state folder. Who holds it can",
      "become that workload until it ends."
    },
    mixinStandardHelpOptions = true,
    sortOptions = false,
    footerHeading = "%nExamples:%n",
    footer = {
      "  istiod token create --service-account default/reviews --out reviews.token",
      "  istiod token create --service-account default/reviews --ttl 12h > reviews.token"
    })
final class TokenCreateCommand implements Runnable {

  @Spec private CommandSpec spec = CommandSpec.create();

  @Option(
      names = "--service-account",
      required = true,
      paramLabel = "NAMESPACE/NAME",
      description = "whose token")
  private String account = "";

  @Option(
      names = "--ttl",
      defaultValue = "1h",
      description = "how long it is good for, at most 168h (default: ${DEFAULT-VALUE})")
  private String ttl = "";

  @Option(
      names = "--out",
      paramLabel = "FILE",
      description = "replaced by rename, readable for its owner (default: standard output)")
  private @Nullable Path out;

  @Mixin private StateDir state = new StateDir();

  @Override
  public void run() {
    // The trust domain is istiod's business, not the token's.
    SpiffeId id = Flags.account("--service-account", account, "cluster.local");
    Duration life = Flags.duration("--ttl", ttl);
    if (life.compareTo(WorkloadToken.MAX_TTL) > 0) {
      throw new CommandFailure("--ttl is at most " + WorkloadToken.MAX_TTL.toHours() + "h");
    }
    try (LocalTokens tokens = new LocalTokens(state.path())) {
      if (out == null) {
        PrintWriter screen = spec.commandLine().getOut();
        screen.println(tokens.sign(id, life));
        screen.flush();
      } else {
        tokens.write(id, life, out);
      }
    } catch (IOException e) {
      throw new CommandFailure("The token cannot be written: " + e.getMessage());
    }
  }
}
