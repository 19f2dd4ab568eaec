package io.meltemi.istiod.cli;

import io.meltemi.istiod.demo.Demo;
import io.meltemi.istiod.demo.DemoOptions;
import io.meltemi.istiod.demo.DemoSamples;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code istiod demo}. */
@Command(
    name = "demo",
    description =
        "Runs Bookinfo on this machine: istiod, the services, and a real Envoy beside each of them"
            + " and at the edge. Ctrl-C ends it all.",
    mixinStandardHelpOptions = true,
    sortOptions = false,
    footerHeading = "%nExamples:%n",
    footer = {
      "  istiod demo                     play with it at http://127.0.0.1:8080/productpage",
      "  istiod demo --port 8081         somewhere else",
      "  istiod demo --check             take every walk-through and say what came of it"
    })
final class DemoCommand implements Callable<Integer> {

  @Option(
      names = "--check",
      description = "apply and verify every walk-through, then end; the exit status tells")
  private boolean check;

  @Option(
      names = "--port",
      defaultValue = "" + DemoOptions.DEFAULT_PORT,
      description = "of the gateway on 127.0.0.1 (default: ${DEFAULT-VALUE})")
  private int port;

  @Mixin private TermsFlags terms = new TermsFlags();

  @Option(names = "--keep", description = "leave the folder of YAML and logs behind")
  private boolean keep;

  @Option(
      names = "--samples",
      paramLabel = "FOLDER",
      description = "samples/bookinfo of a checkout (default: found from here or the program)")
  private @Nullable Path samples;

  @Override
  public Integer call() throws InterruptedException {
    Demo demo = new Demo(new DemoOptions(folder(), port, keep, terms.terms()), System.out);
    return check ? demo.check() : demo.play();
  }

  private Path folder() {
    Path found =
        samples != null
            ? samples.toAbsolutePath()
            : DemoSamples.find()
                .orElseThrow(
                    () ->
                        new CommandFailure(
                            "Where is samples/bookinfo? Run this in a checkout, or say --samples"
                                + " FOLDER."));
    if (!Files.isDirectory(found.resolve("local"))) {
      throw new CommandFailure(found + " is not a samples/bookinfo: it has no local/");
    }
    return found;
  }
}
