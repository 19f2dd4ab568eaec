package io.meltemi.webhook.manifest;

import static org.assertj.core.api.Assertions.assertThat;

import io.meltemi.webhook.manifest.ManifestInjector.Manifest;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

/** What a user sees who puts a proxy into a manifest. */
class ManifestGoldenTest {

  private static final Path FOLDER = Path.of("src/test/resources/manifest");

  @Test
  void aMixedManifest() throws IOException {
    Manifest manifest =
        ManifestInjector.inject(
            Files.readString(FOLDER.resolve("mixed.yaml")),
            FixedContext.DEFAULTS,
            "shop",
            () -> "key-of-this-pod");
    Path expected = FOLDER.resolve("expected/mixed.yaml");
    if (Boolean.getBoolean("golden.rewrite")) {
      Files.writeString(expected, manifest.text());
    }
    assertThat(manifest.text())
        .as("%s; `make golden` rewrites it", expected)
        .isEqualTo(Files.readString(expected));
    assertThat(manifest.notes()).isEmpty();
    assertThat(manifest.problems()).isEmpty();
  }
}
