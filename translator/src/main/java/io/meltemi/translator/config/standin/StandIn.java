package io.meltemi.translator.config.standin;

import io.meltemi.translator.config.ConfigObject;
import io.meltemi.translator.diagnostic.Diagnostic;
import io.meltemi.translator.diagnostic.DiagnosticCode;
import io.meltemi.translator.diagnostic.Position;

/**
 * What holds in the place of a policy that was refused.
 *
 * @param object under the key of the refused one; the checks find no error in it
 * @param meaning what it does, as a sentence without an end
 */
public record StandIn(ConfigObject<?> object, String meaning) {

  /** To be said as long as it holds. */
  public Diagnostic diagnostic(Position position) {
    return Diagnostic.warning(
        DiagnosticCode.TAKEN_STRICTLY,
        object.key(),
        position,
        "",
        "cannot be understood and has no good version: until it is mended, " + meaning);
  }
}
