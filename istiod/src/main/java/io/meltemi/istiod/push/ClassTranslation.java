package io.meltemi.istiod.push;

import io.meltemi.translator.Translation;
import io.meltemi.translator.model.MeshModel;
import io.meltemi.translator.proxy.ProxyClass;
import java.util.Set;

/**
 * The translator as the publisher sees it: a port, so that tests of pushing need no Envoy config.
 * Used by one thread only.
 */
public interface ClassTranslation {

  /**
   * What a class has in a model. Sets of resources that are the same as last time are the same
   * reference, also between classes.
   */
  Translation translate(MeshModel model, ProxyClass proxyClass);

  /** One with a memory of its own, for models beside those that this one sees. */
  default ClassTranslation another() {
    return this;
  }

  /** Says which classes there are; what is remembered of others can go. */
  default void retain(Set<ProxyClass> live) {}
}
