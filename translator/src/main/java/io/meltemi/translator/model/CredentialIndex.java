package io.meltemi.translator.model;

import com.google.common.collect.ImmutableListMultimap;
import com.google.common.collect.ImmutableSortedMap;
import io.meltemi.translator.diagnostic.ConfigKey;
import io.meltemi.translator.diagnostic.Diagnostic;
import io.meltemi.translator.diagnostic.DiagnosticCode;
import io.meltemi.translator.diagnostic.Position;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/** The Secrets and ConfigMaps that are of use to TLS, looked into once, when they change. */
public final class CredentialIndex {

  public static final CredentialIndex EMPTY = new CredentialIndex(NamespacedMap.empty());

  private final NamespacedMap<Credential> bySecret;

  private CredentialIndex(NamespacedMap<Credential> bySecret) {
    this.bySecret = bySecret;
  }

  /** Those of a namespace; the same reference while none of them changes. */
  public ImmutableSortedMap<ConfigKey, Credential> inNamespace(String namespace) {
    return bySecret.inNamespace(namespace);
  }

  CredentialIndex with(
      Iterable<ConfigKey> candidates, DiscoveryIndex before, DiscoveryIndex after) {
    Map<ConfigKey, Optional<Credential>> changes = new LinkedHashMap<>();
    MeshDelta.changed(candidates, before.secrets(), after.secrets())
        .forEach(key -> changes.put(key, after.secrets().get(key).flatMap(Credentials::of)));
    MeshDelta.changed(candidates, before.configMaps(), after.configMaps())
        .forEach(
            key -> changes.put(key, after.configMaps().get(key).flatMap(Credentials::ofConfigMap)));
    NamespacedMap<Credential> next = bySecret.with(changes);
    return next == bySecret ? this : new CredentialIndex(next);
  }

  ImmutableListMultimap<ConfigKey, Diagnostic> problems() {
    ImmutableListMultimap.Builder<ConfigKey, Diagnostic> said = ImmutableListMultimap.builder();
    for (Credential credential : bySecret.all()) {
      if (credential.identity() instanceof Credential.Identity.Malformed(String reason)) {
        said.put(credential.origin(), warning(credential, reason));
      }
      if (credential.roots() instanceof Credential.Roots.Malformed(String reason)) {
        said.put(credential.origin(), warning(credential, reason));
      }
    }
    return said.build();
  }

  private static Diagnostic warning(Credential credential, String reason) {
    return Diagnostic.warning(
        DiagnosticCode.INVALID_VALUE,
        credential.origin(),
        Position.NONE,
        "data",
        reason + "; nobody can use it for TLS");
  }
}
