package io.meltemi.ca.authenticate;

import io.meltemi.ca.token.TokenClaims;
import java.io.IOException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Takes tokens of Kubernetes service accounts, which Kubernetes itself verifies for us. */
public final class TokenReviewAuthenticator implements Authenticator {
  private static final Logger log = LoggerFactory.getLogger(TokenReviewAuthenticator.class);

  private final TokenReviewer reviewer;
  private final String audience;
  private final String trustDomain;

  public TokenReviewAuthenticator(TokenReviewer reviewer, String audience, String trustDomain) {
    this.reviewer = reviewer;
    this.audience = audience;
    this.trustDomain = trustDomain;
  }

  @Override
  public String name() {
    return "token-review";
  }

  @Override
  public Verdict authenticate(CallCredentials call) {
    if (call.bearerToken().isEmpty()) {
      return new Verdict.Absent();
    }
    String token = call.bearerToken().get();
    if (token.length() > TokenClaims.MAX_LENGTH) {
      return new Verdict.Refused("the token is too long");
    }
    try {
      return switch (reviewer.review(token, audience)) {
        case TokenReviewer.Answer.Authenticated(String username) ->
            Subjects.verdict(trustDomain, username, name());
        case TokenReviewer.Answer.Denied() ->
            new Verdict.Refused("Kubernetes does not vouch for the token");
      };
    } catch (IOException e) {
      log.warn("Kubernetes did not review the token of {}: {}", call.peer(), e.toString());
      return new Verdict.Refused("Kubernetes did not answer");
    }
  }
}
