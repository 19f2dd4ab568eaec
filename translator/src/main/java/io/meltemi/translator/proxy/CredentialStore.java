package io.meltemi.translator.proxy;

import com.google.common.collect.ImmutableSortedMap;
import io.meltemi.translator.diagnostic.ConfigKey;
import io.meltemi.translator.diagnostic.ConfigKind;
import io.meltemi.translator.model.Credential;
import io.meltemi.translator.model.MeshModel;
import java.util.Optional;

/**
 * The Secrets that a class of proxies may have: those of its own namespace, if its account may read
 * them.
 *
 * @param credentials by Secret
 */
public record CredentialStore(
    String namespace, ImmutableSortedMap<ConfigKey, Credential> credentials) {

  /** How Istio names a Secret of the proxy's own namespace in SDS. */
  private static final String SCHEME = "kubernetes://";

  /** The Secret of the same name with roots in it. */
  public static final String ROOTS_SUFFIX = "-cacert";

  public static final CredentialStore NONE = new CredentialStore("", ImmutableSortedMap.of());

  static CredentialStore of(MeshModel model, ProxyClass proxyClass) {
    return proxyClass.readsSecrets()
        ? new CredentialStore(
            proxyClass.namespace(), model.credentials().inNamespace(proxyClass.namespace()))
        : NONE;
  }

  /** A Secret as somebody names it: {@code NAME}, or {@code kubernetes://NAME}. */
  public Optional<Credential> find(String name) {
    String plain = name.startsWith(SCHEME) ? name.substring(SCHEME.length()) : name;
    return Optional.ofNullable(credentials.get(new ConfigKey(ConfigKind.SECRET, namespace, plain)));
  }

  /**
   * The Secret that has the roots which go with a name: {@code NAME-cacert}, else {@code NAME}
   * itself.
   */
  public Optional<Credential> findRoots(String name) {
    String plain =
        name.endsWith(ROOTS_SUFFIX)
            ? name.substring(0, name.length() - ROOTS_SUFFIX.length())
            : name;
    return find(plain + ROOTS_SUFFIX)
        .filter(found -> found.roots() != Credential.Roots.Absent.INSTANCE)
        .or(() -> find(plain));
  }

  /** The SDS name of a Secret: {@code kubernetes://NAME}. */
  public static String resourceName(String name) {
    return name.startsWith(SCHEME) ? name : SCHEME + name;
  }

  /** The SDS name of the roots which go with a name: {@code kubernetes://NAME-cacert}. */
  public static String rootsResourceName(String name) {
    String plain = resourceName(name);
    return plain.endsWith(ROOTS_SUFFIX) ? plain : plain + ROOTS_SUFFIX;
  }
}
