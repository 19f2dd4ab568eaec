package io.meltemi.istiod.kube;

/**
 * Is told by a {@link Reflector} what there is of one kind. Called on the reflector's thread, one
 * call after the other; what it throws on one object must not keep the others from it, so it is
 * logged and counted.
 */
public interface ObjectFollower {

  /** All objects will be told now. A listing before that did not end was in vain. */
  void listBegins();

  void listed(ApiObject object);

  /** That was all: what was known before and not listed now is gone. */
  void listEnds();

  /** The object is there, or there anew. */
  void changed(ApiObject object);

  void removed(ApiObject object);

  /** The server did not answer as asked; it will be asked again. */
  default void refused(KubeRefusal refusal) {}
}
