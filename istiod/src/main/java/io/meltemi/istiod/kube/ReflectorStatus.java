package io.meltemi.istiod.kube;

import java.time.Duration;

/**
 * How up to date a reflector is.
 *
 * @param kind of its objects
 * @param problem why it is not watching; empty if it is
 * @param sinceHeard how long ago the API server last said something about this kind: an object, a
 *     bookmark, or that there is nothing new
 * @param lists how often everything was listed
 * @param failures how often a list or a watch failed
 */
public record ReflectorStatus(
    String kind,
    Phase phase,
    boolean synced,
    String problem,
    Duration sinceHeard,
    long lists,
    long failures) {

  /** What it is doing. */
  public enum Phase {
    STARTING,
    LISTING,
    WATCHING,
    /** For the next try; what was known holds. */
    WAITING,
    /** The kind is not there: its CRD is missing, or serves no version that we read. */
    ABSENT
  }
}
