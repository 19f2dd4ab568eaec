package io.meltemi.istiod.kube.identity;

import com.google.common.cache.Cache;
import com.google.common.cache.CacheBuilder;
import io.fabric8.kubernetes.api.model.authorization.v1.SubjectAccessReview;
import io.fabric8.kubernetes.api.model.authorization.v1.SubjectAccessReviewBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.meltemi.ca.SpiffeId;
import io.meltemi.istiod.access.SecretAccess;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * An account may be given the Secrets of its namespace if Kubernetes lets it list them, as with
 * Istio. Asked once for all proxies of an account, and again while there is one of them.
 */
public final class KubeSecretAccess implements SecretAccess, AutoCloseable {

  private static final Logger log = LoggerFactory.getLogger(KubeSecretAccess.class);

  private static final int ASKING_AT_ONCE = 4;
  private static final int REMEMBERED = 10_000;
  private static final Duration REMEMBERED_FOR = Duration.ofHours(24);

  private final KubernetesClient client;
  private final Duration again;
  private final Map<SpiffeId, Account> accounts = new HashMap<>();

  /** Of accounts without a proxy right now: a gateway that comes back while nobody can be asked. */
  private final Cache<SpiffeId, Boolean> last =
      CacheBuilder.newBuilder().maximumSize(REMEMBERED).expireAfterWrite(REMEMBERED_FOR).build();

  private final ScheduledExecutorService workers =
      Executors.newScheduledThreadPool(
          ASKING_AT_ONCE, Thread.ofPlatform().daemon().name("secret-access-", 0).factory());

  /** What is known of an account. */
  private static final class Account {
    private final List<Consumer<Boolean>> takers = new ArrayList<>();
    private Optional<Boolean> may = Optional.empty();
  }

  /**
   * @param again how often the question is asked while the answer is of use
   */
  public KubeSecretAccess(KubernetesClient client, Duration again) {
    this.client = client;
    this.again = again;
  }

  @Override
  public synchronized Lease follow(SpiffeId account, Consumer<Boolean> taker) {
    Account known = accounts.get(account);
    if (known == null) {
      known = new Account();
      accounts.put(account, known);
      Account asked = known;
      workers.execute(() -> ask(account, asked));
    }
    known.takers.add(taker);
    known.may.ifPresent(taker);
    Account followed = known;
    return () -> leave(account, followed, taker);
  }

  private synchronized void leave(SpiffeId account, Account known, Consumer<Boolean> taker) {
    known.takers.remove(taker);
    if (known.takers.isEmpty()) {
      accounts.remove(account, known);
    }
  }

  private void ask(SpiffeId account, Account known) {
    Optional<Boolean> answer = Optional.empty();
    try {
      answer = Optional.of(mayListSecrets(account));
    } catch (RuntimeException e) {
      log.warn("Whether {} may read Secrets cannot be found out: {}", account, e.getMessage());
    }
    answered(account, known, answer);
  }

  private synchronized void answered(SpiffeId account, Account known, Optional<Boolean> answer) {
    if (accounts.get(account) != known || workers.isShutdown()) {
      return;
    }
    answer.ifPresent(may -> last.put(account, may));
    Optional<Boolean> now =
        answer
            .or(() -> known.may)
            .or(() -> Optional.ofNullable(last.getIfPresent(account)))
            .or(() -> Optional.of(false));
    if (!now.equals(known.may)) {
      known.may = now;
      boolean may = now.orElse(false);
      List.copyOf(known.takers).forEach(taker -> taker.accept(may));
    }
    Duration next = answer.isPresent() ? again : again.dividedBy(10);
    var _ = workers.schedule(() -> ask(account, known), next.toNanos(), TimeUnit.NANOSECONDS);
  }

  private boolean mayListSecrets(SpiffeId account) {
    SubjectAccessReview review =
        client
            .authorization()
            .v1()
            .subjectAccessReview()
            .create(
                new SubjectAccessReviewBuilder()
                    .withNewSpec()
                    .withUser(
                        "system:serviceaccount:"
                            + account.namespace()
                            + ":"
                            + account.serviceAccount())
                    .withGroups(
                        "system:serviceaccounts",
                        "system:serviceaccounts:" + account.namespace(),
                        "system:authenticated")
                    .withNewResourceAttributes()
                    .withNamespace(account.namespace())
                    .withVerb("list")
                    .withResource("secrets")
                    .endResourceAttributes()
                    .endSpec()
                    .build());
    return review.getStatus() != null && Boolean.TRUE.equals(review.getStatus().getAllowed());
  }

  @Override
  public void close() {
    workers.shutdownNow();
  }
}
