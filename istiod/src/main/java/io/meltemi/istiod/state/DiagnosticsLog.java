package io.meltemi.istiod.state;

import com.google.common.collect.ImmutableSet;
import com.google.common.collect.Sets;
import io.meltemi.translator.diagnostic.ConfigKey;
import io.meltemi.translator.diagnostic.Diagnostic;
import io.meltemi.translator.model.DiagnosticIndex;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Logs what is found wrong with the objects of a model, once, and when an object is mended. */
public final class DiagnosticsLog implements MeshPublisher {

  private static final Logger log = LoggerFactory.getLogger("diagnostics");

  @Override
  public void publish(MeshChange change) {
    DiagnosticIndex before = change.before().diagnostics();
    DiagnosticIndex after = change.after().diagnostics();
    if (before == after) {
      return;
    }
    ImmutableSet<Diagnostic> known = ImmutableSet.copyOf(before.byObject().values());
    for (Diagnostic diagnostic : after.byObject().values()) {
      if (!known.contains(diagnostic)) {
        ReportBoard.say(change.after().located(diagnostic));
      }
    }
    for (ConfigKey mended :
        Sets.difference(before.byObject().keySet(), after.byObject().keySet())) {
      log.info("{} has no more problems", mended);
    }
  }
}
