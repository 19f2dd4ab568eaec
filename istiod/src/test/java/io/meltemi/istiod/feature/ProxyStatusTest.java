package io.meltemi.istiod.feature;

import static org.assertj.core.api.Assertions.assertThat;

import io.meltemi.istiod.cli.IstiodCommand;
import io.meltemi.istiod.xds.testing.XdsClient;
import io.meltemi.translator.xds.XdsType;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code istiod proxy-status} and {@code istiod request}, asking a running istiod. */
final class ProxyStatusTest {

  private static final String BAD = "no proxy likes this";

  @TempDir Path temp = Path.of("");

  @Test
  void theTableHasARowForEveryProxyAndSaysWhatIsRefused() {
    try (RunningMesh mesh = RunningMesh.in(temp)) {
      mesh.write("a.yaml", Yaml.service("a", "10.0.0.1")).start();
      mesh.write("route.yaml", Yaml.header("a", BAD));
      XdsClient picky = mesh.unsynced("picky", "10.0.9.8");
      picky.refuseText(XdsType.ROUTE, BAD, "this is not liked");
      picky.sync();
      mesh.awaitDiagnostic("this is not liked");
      mesh.sidecar("content", "10.0.9.9");
      String address = "127.0.0.1:" + mesh.server().monitoringPort();
      mesh.await("ACKs", () -> !said("proxy-status", "--address", address).contains("STALE"));

      String table = said("proxy-status", "--address", address);
      assertThat(table.lines().findFirst().orElse(""))
          .matches("NAME +CLUSTER +CDS +EDS +LDS +RDS +SDS +ISTIOD +VERSION");
      assertThat(table.lines().filter(line -> line.startsWith("picky.default  ")))
          .singleElement()
          .asString()
          .matches(".*SYNCED \\(\\d+s\\) +SYNCED \\(\\d+s\\) +SYNCED.* ERROR \\(\\d+s\\).*");
      assertThat(table)
          .contains("picky.default refuses RDS: VirtualService default/a: this is not liked");
      assertThat(said("proxy-status", "--address", address, "-n", "elsewhere"))
          .doesNotContain("default");
    }
  }

  @Test
  void aPageIsPrintedAsItIs() {
    try (RunningMesh mesh = RunningMesh.in(temp)) {
      mesh.start();
      String address = "--address=127.0.0.1:" + mesh.server().monitoringPort();
      assertThat(said("request", address, "GET", "debug/list")).contains("\"syncz\"");
      assertThat(said("request", address, "GET", "/version")).contains("-");
      assertThat(said("request", address, "GET", "/debug/nothing")).contains("not found");
      assertThat(IstiodCommand.run("request", address, "POST", "/debug/list")).isEqualTo(1);
    }
  }

  @Test
  void anIstiodThatDoesNotAnswerIsSaidNotTo() {
    assertThat(IstiodCommand.run("proxy-status", "--address", "127.0.0.1:1")).isEqualTo(1);
    assertThat(IstiodCommand.run("proxy-status", "--kubeconfig", "/no/such/file")).isEqualTo(1);
  }

  private static String said(String... arguments) {
    StringWriter out = new StringWriter();
    StringWriter err = new StringWriter();
    int status = IstiodCommand.run(new PrintWriter(out), new PrintWriter(err), arguments);
    assertThat(status).as(err.toString()).isZero();
    return out.toString();
  }
}
