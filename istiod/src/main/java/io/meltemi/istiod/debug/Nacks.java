package io.meltemi.istiod.debug;

import io.meltemi.istiod.xds.NackedResource;
import io.meltemi.translator.diagnostic.ConfigKey;
import io.meltemi.translator.diagnostic.Diagnostic;
import io.meltemi.translator.diagnostic.DiagnosticCode;
import io.meltemi.translator.model.MeshModel;

/** A proxy's refusal as something to say about a user object. */
final class Nacks {

  private Nacks() {}

  static Diagnostic diagnostic(ConfigKey origin, NackedResource nacked, MeshModel model) {
    return Diagnostic.error(
        DiagnosticCode.REJECTED_BY_PROXY,
        origin,
        model.positions().of(origin),
        "",
        nacked.nodeId()
            + " refuses "
            + nacked.type().name().toLowerCase(java.util.Locale.ROOT)
            + (nacked.name().isEmpty() ? "" : " " + nacked.name())
            + ": "
            + nacked.error());
  }
}
