package io.meltemi.translator.config.decode;

import io.meltemi.translator.config.standin.StandIn;
import io.meltemi.translator.diagnostic.Diagnostic;
import io.meltemi.translator.diagnostic.Position;

/** A stand-in and where the policy is written that it stands in for. */
public record LocatedStandIn(StandIn standIn, Position position) {

  public LocatedObject object() {
    return new LocatedObject(standIn.object(), position);
  }

  /** To be said as long as it holds. */
  public Diagnostic diagnostic() {
    return standIn.diagnostic(position);
  }
}
