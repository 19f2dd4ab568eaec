package io.meltemi.translator.proxy;

import io.meltemi.translator.config.CredentialName;
import io.meltemi.translator.model.Credential;
import java.util.Optional;

/** Why a Secret that somebody names is of no use to a class of proxies, in words for its owner. */
public record CredentialProblems(CredentialStore store) {

  /** As a certificate to show; absent if it is one. */
  public Optional<String> ofIdentity(CredentialName name) {
    Optional<Credential> credential = store.find(name);
    if (credential.isEmpty()) {
      return Optional.of(missing(name, "Secret"));
    }
    return switch (credential.get().identity()) {
      case Credential.Identity.Absent _ ->
          Optional.of(credential.get().origin() + " has no certificate and key");
      case Credential.Identity.Malformed(String reason) ->
          Optional.of(credential.get().origin() + " " + reason);
      case Credential.Identity.Pair _ -> Optional.empty();
    };
  }

  /**
   * As roots to verify others with.
   *
   * @param found what was found by that name
   * @param what it may be: a Secret, or something else too
   */
  public Optional<String> ofRoots(CredentialName name, Optional<Credential> found, String what) {
    if (found.isEmpty()) {
      return Optional.of(missing(name, what));
    }
    return switch (found.get().roots()) {
      case Credential.Roots.Absent _ ->
          Optional.of(found.get().origin() + " has no ca.crt to verify certificates with");
      case Credential.Roots.Malformed(String reason) ->
          Optional.of(found.get().origin() + " " + reason);
      case Credential.Roots.Trusted _ -> Optional.empty();
    };
  }

  private String missing(CredentialName name, String what) {
    if (!store.equals(CredentialStore.NONE) && store.isForeign(name)) {
      return "Secret "
          + name.namespace()
          + "/"
          + name.name()
          + " is of another namespace than the proxy, which gets those of "
          + store.namespace()
          + " only";
    }
    return store.equals(CredentialStore.NONE)
        ? "a proxy whose identity is not known, or whose account may not read the Secrets of its"
            + " namespace, gets none"
        : "there is no "
            + what
            + " "
            + store.namespace()
            + "/"
            + name.name()
            + " with a certificate, which is where the proxy may read one";
  }
}
