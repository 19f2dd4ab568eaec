package io.meltemi.translator.config;

import java.util.Optional;

/**
 * What a {@code credentialName} names: a Secret by its name alone, or with Istio's prefixes {@code
 * kubernetes://NAME}, {@code kubernetes://NS/NAME} and {@code kubernetes-gateway://NS/NAME}.
 *
 * @param namespace empty: that of the proxy
 * @param resource its name in SDS
 */
public record CredentialName(String namespace, String name, String resource) {

  private static final String PLAIN = "kubernetes://";
  private static final String FULL = "kubernetes-gateway://";
  private static final String ROOTS_SUFFIX = "-cacert";

  /** Absent if it is none of these forms. */
  public static Optional<CredentialName> parse(String text) {
    if (text.startsWith(FULL)) {
      return parse(text, text.substring(FULL.length())).filter(it -> !it.namespace().isEmpty());
    }
    if (text.startsWith(PLAIN)) {
      return parse(text, text.substring(PLAIN.length()));
    }
    return text.isEmpty() || text.indexOf('/') >= 0
        ? Optional.empty()
        : Optional.of(new CredentialName("", text, PLAIN + text));
  }

  private static Optional<CredentialName> parse(String text, String path) {
    int slash = path.indexOf('/');
    String namespace = path.substring(0, Math.max(slash, 0));
    String name = path.substring(slash + 1);
    return name.isEmpty() || name.indexOf('/') >= 0 || slash == 0
        ? Optional.empty()
        : Optional.of(new CredentialName(namespace, name, text));
  }

  /** The same with {@code -cacert} behind it: where roots may be kept apart. */
  public CredentialName ofRoots() {
    return name.endsWith(ROOTS_SUFFIX)
        ? this
        : new CredentialName(namespace, name + ROOTS_SUFFIX, resource + ROOTS_SUFFIX);
  }

  /** The same without that. */
  public CredentialName ofCertificate() {
    return name.endsWith(ROOTS_SUFFIX)
        ? new CredentialName(
            namespace,
            name.substring(0, name.length() - ROOTS_SUFFIX.length()),
            resource.substring(0, resource.length() - ROOTS_SUFFIX.length()))
        : this;
  }
}
