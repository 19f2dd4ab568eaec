package io.meltemi.istiod.debug;

import io.meltemi.istiod.xds.NackedResource;
import io.meltemi.translator.diagnostic.ConfigKey;
import io.meltemi.translator.diagnostic.Diagnostic;
import io.meltemi.translator.diagnostic.DiagnosticCode;
import io.meltemi.translator.diagnostic.Position;

/** A proxy's refusal of what no user object has caused: a mistake of ours. */
final class Nacks {

  private Nacks() {}

  static Diagnostic diagnostic(NackedResource nacked) {
    return Diagnostic.error(
        DiagnosticCode.REJECTED_BY_PROXY,
        ConfigKey.NONE,
        Position.NONE,
        "",
        nacked.nodeId()
            + " refuses "
            + nacked.type().name().toLowerCase(java.util.Locale.ROOT)
            + (nacked.name().isEmpty() ? "" : " " + nacked.name())
            + ": "
            + nacked.error());
  }
}
