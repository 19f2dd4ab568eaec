package io.meltemi.translator.model;

/** Two objects that claim the same thing: who wins is told to the one that loses. */
final class Conflicts {

  private Conflicts() {}

  /** The model with its diagnostics brought up to date where what they are about has changed. */
  static MeshModel reported(MeshModel base, MeshModel next) {
    DiagnosticIndex diagnostics = next.diagnostics();
    if (next.discovery().claims() != base.discovery().claims()) {
      diagnostics =
          diagnostics.with(
              DiagnosticIndex.Source.HOSTNAMES, HostnameConflicts.of(next.discovery().claims()));
    }
    return diagnostics == next.diagnostics() ? next : next.with(diagnostics);
  }
}
