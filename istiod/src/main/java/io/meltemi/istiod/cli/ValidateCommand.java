package io.meltemi.istiod.cli;

import io.meltemi.translator.diagnostic.Diagnostic;
import io.meltemi.translator.diagnostic.Severity;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code istiod validate}. */
@Command(
    name = "validate",
    description = {
      "Says what is wrong with configuration, one line each: FILE:LINE:COLUMN: severity [Code]"
          + " object field: what and how to mend it.",
      "Exit status 1 if there are errors."
    },
    mixinStandardHelpOptions = true,
    footerHeading = "%nExamples:%n",
    footer = {
      "  istiod validate -f mesh/",
      "  istiod validate -f reviews.yaml -f ratings.yaml",
      "  istiod validate -f mesh/ --meshConfig mesh.yaml"
    })
final class ValidateCommand implements Callable<Integer> {

  @Spec private CommandSpec spec = CommandSpec.create();

  @Option(
      names = {"-f", "--filename"},
      paramLabel = "FILE|FOLDER",
      required = true,
      arity = "1..*",
      description = "what to read")
  private List<Path> files = List.of();

  @Option(names = "--meshConfig", paramLabel = "FILE", description = "mesh-wide settings to check")
  private @Nullable Path meshConfig;

  @Override
  public Integer call() {
    MeshFiles mesh = MeshFiles.read(files, Optional.ofNullable(meshConfig), "cluster.local");
    PrintWriter out = spec.commandLine().getOut();
    int errors = 0;
    for (Diagnostic diagnostic : mesh.diagnostics()) {
      out.println(diagnostic);
      errors += diagnostic.severity() == Severity.ERROR ? 1 : 0;
    }
    out.flush();
    return errors == 0 ? 0 : 1;
  }
}
