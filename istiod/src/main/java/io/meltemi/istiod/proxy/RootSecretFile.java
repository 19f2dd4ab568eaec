package io.meltemi.istiod.proxy;

import io.meltemi.translator.bootstrap.RootSecret;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Writes the file by which an Envoy on this machine follows the roots of its istiod. */
public final class RootSecretFile {

  private RootSecretFile() {}

  public static void write(Path secretFile, Path rootCertificate) throws IOException {
    Files.writeString(secretFile, RootSecret.text(rootCertificate.toAbsolutePath().toString()));
  }
}
