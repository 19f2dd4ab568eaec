package io.meltemi.istiod.status;

/** Is told how the writing goes: for metrics. */
public interface StatusObserver {

  /** What became of a write. */
  enum Result {
    WRITTEN,
    /** Somebody else had changed the object. */
    CONFLICT,
    /** istiod has no right to. */
    FORBIDDEN,
    FAILED
  }

  void wrote(Result result);

  /** So many statuses do not say yet what they should. */
  void waiting(int objects);
}
