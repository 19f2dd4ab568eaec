package io.meltemi.translator.fuzz;

import com.google.common.collect.ImmutableList;
import io.meltemi.translator.config.decode.ConfigFile;
import io.meltemi.translator.diagnostic.ConfigKind;

/** Policies that are nearly right: the mistakes are where the bytes say. */
public final class PolicyFuzzer {

  private static final ImmutableList<ConfigKind> KINDS =
      ImmutableList.of(
          ConfigKind.AUTHORIZATION_POLICY,
          ConfigKind.REQUEST_AUTHENTICATION,
          ConfigKind.PEER_AUTHENTICATION);

  private PolicyFuzzer() {}

  public static void fuzzerTestOneInput(byte[] bytes) {
    Choices choices = new Choices(bytes);
    String policy = PolicyWriter.any(choices.of(KINDS), choices);
    ConfigFile file = ConfigFile.read("f.json", policy);
    if (file.objects().isEmpty() && file.diagnostics().isEmpty()) {
      throw new AssertionError("nobody is told what became of " + policy);
    }
    FuzzedMesh.take(file);
  }
}
