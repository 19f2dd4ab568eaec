package io.meltemi.translator.model;

import com.google.common.collect.ImmutableList;
import com.google.protobuf.ByteString;
import io.meltemi.translator.config.ConfigObject;
import io.meltemi.translator.config.KubeConfigMap;
import io.meltemi.translator.config.KubeSecret;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * Reads Secrets as Istio does: {@code tls.crt} and {@code tls.key} of the type {@code
 * kubernetes.io/tls}, or {@code cert} and {@code key}; roots in {@code ca.crt} or {@code cacert}.
 */
final class Credentials {

  private static final ImmutableList<String> CHAINS = ImmutableList.of("tls.crt", "cert");
  private static final ImmutableList<String> KEYS = ImmutableList.of("tls.key", "key");
  private static final ImmutableList<String> STAPLES = ImmutableList.of("tls.ocsp-staple");
  private static final ImmutableList<String> ROOTS = ImmutableList.of("ca.crt", "cacert");
  private static final ImmutableList<String> REVOKED = ImmutableList.of("ca.crl", "crl");

  private Credentials() {}

  /** Absent if the Secret is about something else. */
  static Optional<Credential> of(ConfigObject<KubeSecret> secret) {
    Credential credential =
        new Credential(secret.key(), identity(secret.spec()), roots(secret.spec().data()));
    return credential.isEmpty() ? Optional.empty() : Optional.of(credential);
  }

  /** A ConfigMap has roots at most: what is secret does not belong there. */
  static Optional<Credential> ofConfigMap(ConfigObject<KubeConfigMap> map) {
    Map<String, ByteString> entries = new TreeMap<>(map.spec().binaryData());
    map.spec().data().forEach((name, text) -> entries.put(name, ByteString.copyFromUtf8(text)));
    Credential credential =
        new Credential(map.key(), Credential.Identity.Absent.INSTANCE, roots(entries));
    return credential.isEmpty() ? Optional.empty() : Optional.of(credential);
  }

  private static Credential.Identity identity(KubeSecret secret) {
    ByteString chain = first(secret.data(), CHAINS);
    ByteString key = first(secret.data(), KEYS);
    if (chain.isEmpty() && key.isEmpty()) {
      return Credential.Identity.Absent.INSTANCE;
    }
    if (chain.isEmpty() || key.isEmpty()) {
      return new Credential.Identity.Malformed(
          "has a " + (chain.isEmpty() ? "key and no certificate" : "certificate and no key"));
    }
    Optional<String> problem = PemCheck.pair(chain, key);
    return problem.isPresent()
        ? new Credential.Identity.Malformed(problem.get())
        : new Credential.Identity.Pair(chain, key, first(secret.data(), STAPLES));
  }

  private static Credential.Roots roots(Map<String, ByteString> entries) {
    ByteString certificates = first(entries, ROOTS);
    if (certificates.isEmpty()) {
      return Credential.Roots.Absent.INSTANCE;
    }
    ByteString revoked = first(entries, REVOKED);
    Optional<String> problem =
        PemCheck.certificates(certificates).or(() -> PemCheck.revocations(revoked));
    return problem.isPresent()
        ? new Credential.Roots.Malformed(problem.get())
        : new Credential.Roots.Trusted(certificates, revoked);
  }

  private static ByteString first(Map<String, ByteString> entries, ImmutableList<String> names) {
    for (String name : names) {
      ByteString value = entries.get(name);
      if (value != null && !value.isEmpty()) {
        return value;
      }
    }
    return ByteString.EMPTY;
  }
}
