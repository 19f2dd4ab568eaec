package io.meltemi.istiod.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import picocli.CommandLine;

final class CommandsTest {

  private static final String MESH =
      """
      apiVersion: v1
      kind: Service
      metadata:
        name: reviews
        namespace: default
      spec:
        selector: {app: reviews}
        ports:
        - {name: http, port: 9080}
      ---
      apiVersion: networking.istio.io/v1
      kind: WorkloadEntry
      metadata:
        name: reviews-v1
        namespace: default
      spec:
        address: 10.0.0.1
        labels: {app: reviews}
        serviceAccount: reviews
      """;

  @TempDir Path mesh = Path.of("");
  private final StringWriter out = new StringWriter();
  private final StringWriter err = new StringWriter();

  @BeforeEach
  void write() throws IOException {
    Files.writeString(mesh.resolve("mesh.yaml"), MESH);
  }

  @Test
  void everyCommandsHelpHasExamples() {
    CommandLine root = IstiodCommand.commandLine();
    assertThat(root.getSubcommands()).isNotEmpty();
    root.getSubcommands()
        .forEach(
            (name, command) -> {
              if (!command.getCommandSpec().usageMessage().hidden()) {
                assertThat(command.getUsageMessage()).as(name).contains("Examples:");
              }
            });
  }

  @Test
  void translatePrintsWhatAProxyWouldGet() {
    int status = run("translate", "--configDir", mesh.toString(), "--proxy", "reviews-v1.default");
    assertThat(err.toString()).isEmpty();
    assertThat(status).isZero();
    assertThat(out.toString())
        .contains("name: outbound|9080||reviews.default.svc.cluster.local")
        .contains("name: inbound|9080||")
        .contains("name: virtualOutbound")
        .contains("10.0.0.1");
  }

  @Test
  void translateNarrowsToTypes() {
    run(
        "translate",
        "--configDir",
        mesh.toString(),
        "--proxy",
        "reviews-v1.default",
        "--type",
        "routes");
    assertThat(out.toString()).contains("virtual_hosts").doesNotContain("virtualOutbound");
  }

  @Test
  void translateSaysWhenItDoesNotKnowTheProxy() {
    int status = run("translate", "--configDir", mesh.toString(), "--proxy", "nobody.default");
    assertThat(status).isEqualTo(1);
    assertThat(err.toString()).contains("The mesh has no workload default/nobody").contains("--ip");
  }

  @Test
  void bootstrapTakesTheWorkloadFromTheFolder() {
    int status =
        run(
            "bootstrap",
            "sidecar",
            "--workload",
            "default/reviews-v1",
            "--configDir",
            mesh.toString(),
            "--plaintext");
    assertThat(status).isZero();
    assertThat(out.toString())
        .contains("sidecar~10.0.0.1~reviews-v1.default~default.svc.cluster.local")
        .contains("\"app\": \"reviews\"")
        .contains("DELTA_GRPC");
  }

  @Test
  void bootstrapSaysWhatIsWantedOfCertificates() {
    assertThat(bootstrap("--secretTTL", "60s", "--secretGracePeriodRatio", "0.4")).isZero();
    assertThat(out.toString())
        .contains("\"MELTEMI_SECRET_TTL\": \"60s\"")
        .contains("\"MELTEMI_SECRET_GRACE_PERIOD_RATIO\": \"0.4\"");
    assertThat(bootstrap("--secretTTL", "soon")).isEqualTo(1);
    assertThat(err.toString()).contains("--secretTTL takes a time such as 24h");
    assertThat(bootstrap("--secretGracePeriodRatio", "1")).isEqualTo(1);
    assertThat(err.toString()).contains("--secretGracePeriodRatio takes a number between 0 and 1");
  }

  private int bootstrap(String... terms) {
    List<String> arguments =
        new ArrayList<>(List.of("bootstrap", "sidecar", "--workload", "default/reviews-v1"));
    arguments.addAll(List.of("--configDir", mesh.toString(), "--plaintext"));
    arguments.addAll(List.of(terms));
    return run(arguments.toArray(String[]::new));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "rubbish | takes a JSON object",
        "[] | takes a JSON object",
        "{} | with issuer",
        "{\"issuer\": \"x\", \"jwks\": \"{}\"} | not with jwks",
        "{\"issuer\": \"x\", \"jwksUri\": \"file:///etc/passwd\"} | http or https",
      })
  void aBrokenJwtRuleIsRefusedBeforeAnythingStarts(String rule, String why) {
    assertThat(run("discovery", "--configDir", mesh.toString(), "--jwtRule", rule)).isEqualTo(1);
    assertThat(err.toString()).contains("--jwtRule").contains(why);
  }

  @Test
  void validateNamesFileLineObjectAndField() throws IOException {
    Path broken =
        Files.writeString(
            mesh.resolve("broken.yaml"),
            """
            apiVersion: networking.istio.io/v1
            kind: VirtualService
            metadata: {name: reviews}
            spec:
              hosts: [reviews]
              http:
              - timeout: soon
                route:
                - destination: {host: reviews}
            """);
    assertThat(run("validate", "-f", mesh.toString())).isEqualTo(1);
    assertThat(out.toString())
        .contains(broken + ":7:")
        .contains("VirtualService default/reviews spec.http[0].timeout")
        .contains("a duration");
  }

  @Test
  void validateOfAGoodMeshSaysNothing() {
    assertThat(run("validate", "-f", mesh.toString())).isZero();
    assertThat(out.toString()).isEmpty();
  }

  @Test
  void discoveryWithoutAFolderSaysWhatToDo() {
    assertThat(run("discovery")).isEqualTo(1);
    assertThat(err.toString()).contains("--configDir");
    assertThat(run("discovery", "--kubeconfig", "x")).isEqualTo(1);
    assertThat(run("discovery", "--configDir", ".", "--grpcAddr", "nonsense")).isEqualTo(1);
    assertThat(run("discovery", "--no-such-flag")).isEqualTo(2);
  }

  @Test
  void completionCompletes() {
    assertThat(run("completion")).isZero();
    assertThat(out.toString()).contains("complete -F").contains("translate");
  }

  @Test
  void versionHasThreeParts() {
    assertThat(run("version")).isZero();
    assertThat(out.toString().trim()).matches(".+-[^-]+-[^-]+");
  }

  private int run(String... arguments) {
    CommandLine commandLine = IstiodCommand.commandLine();
    commandLine.setOut(new PrintWriter(out, true));
    commandLine.setErr(new PrintWriter(err, true));
    return commandLine.execute(arguments);
  }
}
