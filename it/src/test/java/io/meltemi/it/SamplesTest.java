package io.meltemi.it;

import static org.assertj.core.api.Assertions.assertThat;

import io.meltemi.it.envoy.Checkout;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

/** The samples have tests of their own, in the language they are written in. */
final class SamplesTest {

  @Test
  void theTestsOfTheBookinfoAppsPass() throws Exception {
    ProcessBuilder builder =
        new ProcessBuilder(
                "python3",
                "-m",
                "unittest",
                "discover",
                "-s",
                "samples/bookinfo/apps/tests",
                "-t",
                "samples/bookinfo/apps")
            .directory(Checkout.path("").toFile())
            .redirectErrorStream(true);
    builder.environment().put("PYTHONDONTWRITEBYTECODE", "1");
    Process tests = builder.start();
    String said = new String(tests.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(tests.waitFor()).as(said).isZero();
  }
}
