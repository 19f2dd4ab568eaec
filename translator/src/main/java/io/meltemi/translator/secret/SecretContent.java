package io.meltemi.translator.secret;

import io.meltemi.translator.model.Credential;

/** What is in a secret. */
sealed interface SecretContent {

  /** A certificate and its key. */
  record Identity(Credential.Identity.Pair pair) implements SecretContent {}

  /** Whom to trust. */
  record Roots(Credential.Roots.Trusted trusted) implements SecretContent {}
}
