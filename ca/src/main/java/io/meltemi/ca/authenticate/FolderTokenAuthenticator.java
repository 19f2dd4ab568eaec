package io.meltemi.ca.authenticate;

import io.meltemi.ca.token.TokenRefused;
import io.meltemi.ca.token.TokenVerifier;

/** Takes the tokens that istiod signs itself, where there is no Kubernetes. */
public final class FolderTokenAuthenticator implements Authenticator {
  private final TokenVerifier verifier;
  private final String trustDomain;

  public FolderTokenAuthenticator(TokenVerifier verifier, String trustDomain) {
    this.verifier = verifier;
    this.trustDomain = trustDomain;
  }

  @Override
  public String name() {
    return "istiod-token";
  }

  @Override
  public Verdict authenticate(CallCredentials call) {
    if (call.bearerToken().isEmpty()) {
      return new Verdict.Absent();
    }
    try {
      return Subjects.verdict(
          trustDomain, verifier.verify(call.bearerToken().get()).subject(), name());
    } catch (TokenRefused e) {
      return new Verdict.Refused(String.valueOf(e.getMessage()));
    }
  }
}
