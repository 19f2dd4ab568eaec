package io.meltemi.translator.diagnostic;

import java.util.Comparator;
import org.jspecify.annotations.Nullable;

/** Names one user object. Cluster-scoped kinds have the empty namespace. */
public record ConfigKey(ConfigKind kind, String namespace, String name)
    implements Comparable<ConfigKey> {

  /** For what concerns no object we could name, such as a document that does not parse. */
  public static final ConfigKey NONE = new ConfigKey(ConfigKind.UNKNOWN, "", "");

  private static final Comparator<ConfigKey> ORDER =
      Comparator.comparing(ConfigKey::kind)
          .thenComparing(ConfigKey::namespace)
          .thenComparing(ConfigKey::name);

  /** Written out because it is asked for very often, and because an enum's own is never twice. */
  @Override
  public int hashCode() {
    return 31 * (31 * name.hashCode() + namespace.hashCode()) + kind.kind().hashCode();
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return this == other
        || (other instanceof ConfigKey that
            && kind == that.kind
            && namespace.equals(that.namespace)
            && name.equals(that.name));
  }

  @Override
  public int compareTo(ConfigKey other) {
    return ORDER.compare(this, other);
  }

  /**
   * {@code /apis/networking.istio.io/v1/namespaces/NS/virtual-service/NAME}: how Istio's tools find
   * the object behind a resource, in its {@code filter_metadata.istio.config}. They split it at the
   * slashes and count the pieces.
   */
  public String path() {
    return "/apis/"
        + kind.group()
        + "/"
        + kind.versions().getFirst()
        + "/namespaces/"
        + namespace
        + "/"
        + kind.kebabName()
        + "/"
        + name;
  }

  /** {@code VirtualService default/reviews}. */
  @Override
  public String toString() {
    if (this.equals(NONE)) {
      return "(unnamed object)";
    }
    return kind.kind() + " " + (namespace.isEmpty() ? name : namespace + "/" + name);
  }
}
