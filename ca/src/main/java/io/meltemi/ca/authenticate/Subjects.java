package io.meltemi.ca.authenticate;

import io.meltemi.ca.SpiffeId;

/** Identities of verified subjects. */
final class Subjects {
  private Subjects() {}

  static Verdict verdict(String trustDomain, String subject, String authenticator) {
    return SpiffeId.ofSubject(trustDomain, subject)
        .<Verdict>map(id -> new Verdict.Verified(id, authenticator))
        .orElseGet(() -> new Verdict.Refused("the token's subject is not a service account"));
  }
}
