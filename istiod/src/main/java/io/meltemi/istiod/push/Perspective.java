package io.meltemi.istiod.push;

import io.meltemi.istiod.quarantine.Quarantine;
import io.meltemi.istiod.quarantine.UserObjects;
import io.meltemi.translator.Translation;
import io.meltemi.translator.model.MeshModel;
import io.meltemi.translator.model.ModelVariant;
import io.meltemi.translator.proxy.ProxyClass;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * The mesh as some proxies see it: all of it, or all but what is kept from them; and the classes
 * that they are in. Mutable; of one thread.
 */
final class Perspective {

  private final Quarantine quarantine;
  private final ModelVariant variant;
  private final ClassTranslation translation;
  private final Map<ProxyClass, ClassGroup> groups = new LinkedHashMap<>();
  private MeshModel model = MeshModel.EMPTY;
  private UserObjects objects = UserObjects.of(MeshModel.EMPTY);

  Perspective(Quarantine quarantine, ClassTranslation translation) {
    this.quarantine = quarantine;
    this.variant = quarantine.variant();
    this.translation = translation;
  }

  /** What is kept from these proxies. */
  Quarantine quarantine() {
    return quarantine;
  }

  ClassTranslation translation() {
    return translation;
  }

  /** The newest model, seen from here. */
  MeshModel model() {
    return model;
  }

  /** What the model is made of; the same reference as before if it is made of the same. */
  UserObjects objects() {
    return objects;
  }

  /** Follows the mesh. */
  void look(MeshModel newest) {
    model = variant.of(newest);
    UserObjects now = UserObjects.of(model);
    if (!now.equals(objects)) {
      objects = now;
    }
  }

  Collection<ClassGroup> groups() {
    return groups.values();
  }

  ClassGroup group(ProxyClass proxyClass) {
    return groups.computeIfAbsent(proxyClass, it -> new ClassGroup(it, this));
  }

  Translation translate(ProxyClass proxyClass) {
    return translation.translate(model, proxyClass);
  }

  /** Lets go of the classes that no proxy is in any more. What made them is remembered. */
  void tidy() {
    groups.values().removeIf(ClassGroup::isEmpty);
  }

  /** Forgets what made the classes that no proxy is in any more. */
  void forget() {
    translation.retain(groups.keySet());
  }
}
