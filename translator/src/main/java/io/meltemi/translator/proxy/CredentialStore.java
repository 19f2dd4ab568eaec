package io.meltemi.translator.proxy;

import com.google.common.collect.ImmutableSortedMap;
import io.meltemi.translator.config.CredentialName;
import io.meltemi.translator.diagnostic.ConfigKey;
import io.meltemi.translator.diagnostic.ConfigKind;
import io.meltemi.translator.model.Credential;
import io.meltemi.translator.model.MeshModel;
import java.util.Optional;

/**
 * The Secrets that a class of proxies may have: those of its own namespace, if its account may read
 * them.
 *
 * @param credentials by Secret or ConfigMap
 */
public record CredentialStore(
    String namespace, ImmutableSortedMap<ConfigKey, Credential> credentials) {

  public static final CredentialStore NONE = new CredentialStore("", ImmutableSortedMap.of());

  static CredentialStore of(MeshModel model, OutboundKey scope) {
    return scope.readsSecrets()
        ? new CredentialStore(scope.namespace(), model.credentials().inNamespace(scope.namespace()))
        : NONE;
  }

  /** The Secret that somebody names. */
  public Optional<Credential> find(CredentialName name) {
    return get(ConfigKind.SECRET, name);
  }

  /** The Secret that has the roots which go with a name: {@code NAME-cacert}, else {@code NAME}. */
  public Optional<Credential> findRoots(CredentialName name) {
    return get(ConfigKind.SECRET, name.ofRoots())
        .filter(CredentialStore::hasRoots)
        .or(() -> get(ConfigKind.SECRET, name.ofCertificate()));
  }

  /**
   * The same for a name that is of roots only ({@code caCertCredentialName}): they are no secret,
   * and may be in a ConfigMap.
   */
  public Optional<Credential> findRootsOnly(CredentialName name) {
    return findRoots(name)
        .filter(CredentialStore::hasRoots)
        .or(() -> get(ConfigKind.CONFIG_MAP, name).filter(CredentialStore::hasRoots))
        .or(() -> findRoots(name));
  }

  /** Whether a name is of another namespace, whose Secrets these proxies never have. */
  public boolean isForeign(CredentialName name) {
    return !name.namespace().isEmpty() && !name.namespace().equals(namespace);
  }

  private Optional<Credential> get(ConfigKind kind, CredentialName name) {
    return isForeign(name)
        ? Optional.empty()
        : Optional.ofNullable(credentials.get(new ConfigKey(kind, namespace, name.name())));
  }

  private static boolean hasRoots(Credential found) {
    return found.roots() != Credential.Roots.Absent.INSTANCE;
  }
}
