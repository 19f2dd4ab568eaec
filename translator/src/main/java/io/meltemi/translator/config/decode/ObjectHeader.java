package io.meltemi.translator.config.decode;

import io.meltemi.translator.config.decode.ConfigTree.Mapping;
import io.meltemi.translator.diagnostic.ConfigKey;
import io.meltemi.translator.diagnostic.ConfigKind;

/** What every Kubernetes object begins with, read without any check: it names the object. */
record ObjectHeader(String apiVersion, String kind, String namespace, String name) {

  /** Where an object goes that names no namespace, as with {@code kubectl}. */
  private static final String DEFAULT_NAMESPACE = "default";

  static ObjectHeader of(Mapping root) {
    Mapping meta = root.value("metadata") instanceof Mapping mapping ? mapping : Mapping.EMPTY;
    return new ObjectHeader(
        root.text("apiVersion"), root.text("kind"), meta.text("namespace"), meta.text("name"));
  }

  /** The object's key, or {@link ConfigKey#NONE} if it is too incomplete to have one. */
  ConfigKey key() {
    ConfigKind parsed = ConfigKind.parse(apiVersion, kind).orElse(ConfigKind.UNKNOWN);
    if (parsed == ConfigKind.UNKNOWN || parsed == ConfigKind.MESH_CONFIG || name.isEmpty()) {
      return ConfigKey.NONE;
    }
    if (!parsed.isNamespaced()) {
      return new ConfigKey(parsed, "", name);
    }
    return new ConfigKey(parsed, namespace.isEmpty() ? DEFAULT_NAMESPACE : namespace, name);
  }
}
