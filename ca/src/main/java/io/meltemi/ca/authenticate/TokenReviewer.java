package io.meltemi.ca.authenticate;

import java.io.IOException;

/** Asks Kubernetes who holds a token ({@code authentication.k8s.io/v1 TokenReview}). */
public interface TokenReviewer {
  /** What Kubernetes says. */
  sealed interface Answer {
    /** {@code status.authenticated}, with {@code status.user.username}. */
    record Authenticated(String username) implements Answer {}

    /** Not authenticated, or not for that audience. */
    record Denied() implements Answer {}
  }

  /**
   * Has the token reviewed, for that audience.
   *
   * @throws IOException when Kubernetes did not answer: then nobody gets in
   */
  Answer review(String token, String audience) throws IOException;
}
