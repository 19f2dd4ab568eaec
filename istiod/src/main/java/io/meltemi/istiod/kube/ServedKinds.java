package io.meltemi.istiod.kube;

/** Which kinds a cluster has. Tells a kind that is gone from one that is not answered right now. */
@FunctionalInterface
public interface ServedKinds {

  /** Kinds that every cluster has. */
  ServedKinds ALWAYS = _ -> Answer.SERVED;

  /** What is known of a kind. */
  enum Answer {
    SERVED,
    /** It is certain that there is no such kind, or no such version of it. */
    NOT_SERVED,
    /** It is not known yet. */
    UNKNOWN,
    /** It will not be known: istiod may not ask. */
    UNKNOWABLE
  }

  Answer of(Resource resource);
}
