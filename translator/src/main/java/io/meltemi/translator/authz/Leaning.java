package io.meltemi.translator.authz;

/** What becomes of a test that cannot be decided. */
enum Leaning {
  /** It fails: for rules that let calls through, which must match for certain. */
  CERTAIN {
    @Override
    Leaning negated() {
      return POSSIBLE;
    }
  },
  /** It succeeds: for rules that refuse calls, or send them to an authorizer. */
  POSSIBLE {
    @Override
    Leaning negated() {
      return CERTAIN;
    }
  };

  /** Inside a negation it is the other way round. */
  abstract Leaning negated();
}
