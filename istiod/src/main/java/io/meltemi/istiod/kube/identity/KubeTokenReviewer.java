package io.meltemi.istiod.kube.identity;

import com.google.common.cache.Cache;
import com.google.common.cache.CacheBuilder;
import com.google.common.hash.HashCode;
import com.google.common.hash.Hashing;
import io.fabric8.kubernetes.api.model.authentication.TokenReview;
import io.fabric8.kubernetes.api.model.authentication.TokenReviewBuilder;
import io.fabric8.kubernetes.api.model.authentication.TokenReviewStatus;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.meltemi.ca.authenticate.TokenReviewer;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * Has tokens reviewed by the cluster. An answer holds for a few seconds, as a proxy that starts
 * shows its token several times; no longer, so that an account that is deleted is nobody soon.
 */
public final class KubeTokenReviewer implements TokenReviewer {

  /** As long as the API server itself remembers an answer. */
  private static final Duration HOLDS = Duration.ofSeconds(10);

  private static final int REMEMBERED = 10_000;

  private final KubernetesClient client;
  private final Cache<HashCode, Answer> answers =
      CacheBuilder.newBuilder().maximumSize(REMEMBERED).expireAfterWrite(HOLDS).build();

  public KubeTokenReviewer(KubernetesClient client) {
    this.client = client;
  }

  @Override
  public Answer review(String token, String audience) throws IOException {
    HashCode key =
        Hashing.sha256()
            .newHasher()
            .putString(audience, StandardCharsets.UTF_8)
            .putChar('\n')
            .putString(token, StandardCharsets.UTF_8)
            .hash();
    @Nullable Answer known = answers.getIfPresent(key);
    if (known == null) {
      known = ask(token, audience);
      answers.put(key, known);
    }
    return known;
  }

  private Answer ask(String token, String audience) throws IOException {
    try {
      TokenReview review =
          client
              .tokenReviews()
              .create(
                  new TokenReviewBuilder()
                      .withNewSpec()
                      .withToken(token)
                      .withAudiences(audience)
                      .endSpec()
                      .build());
      return answer(review.getStatus(), audience);
    } catch (KubernetesClientException e) {
      // Its message quotes the request, and in that is the token.
      throw new IOException("TokenReview failed with status " + e.getCode());
    }
  }

  /** A server that knows no audiences lists none, and then the token may be for anybody. */
  private static Answer answer(@Nullable TokenReviewStatus status, String audience) {
    if (status == null
        || !Boolean.TRUE.equals(status.getAuthenticated())
        || status.getAudiences() == null
        || !status.getAudiences().contains(audience)
        || status.getUser() == null
        || status.getUser().getUsername() == null) {
      return new Answer.Denied();
    }
    return new Answer.Authenticated(status.getUser().getUsername());
  }
}
