package io.meltemi.it.kube;

import static io.meltemi.it.kube.KubeObjects.namespace;

import io.fabric8.kubernetes.api.model.coordination.v1.Lease;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.dsl.Resource;
import io.meltemi.istiod.kube.Leadership;
import io.meltemi.it.Await;
import java.net.HttpURLConnection;
import java.time.Duration;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Who leads may lose the Lease, and must be able to have it again. */
class LeadershipTest {

  private static final String NAMESPACE = "leader-system";
  private static final Leadership.Terms SHORT =
      new Leadership.Terms(Duration.ofSeconds(3), Duration.ofSeconds(2), Duration.ofMillis(200));

  @Test
  void whoLosesTheLeaseLeadsAgainWhenItIsFree() throws Exception {
    ApiServer kube = ApiServer.shared();
    KubernetesClient client = kube.admin();
    client.resource(namespace(NAMESPACE, Map.of())).create();
    Resource<Lease> lease = client.leases().inNamespace(NAMESPACE).withName(Leadership.LEASE);
    try (Leadership leadership =
        new Leadership(
            client, kube.settings().withNamespace(NAMESPACE).withPodName("istiod-1"), SHORT)) {
      leadership.start();
      for (int term = 0; term < 3; term++) {
        Await.until("it leads", leadership::leads);
        Await.until("another takes it", () -> taken(lease));
        Await.until("it has lost the Lease", () -> !leadership.leads());
      }
      Await.until("it leads again", leadership::leads);
    }
  }

  /** False if the leader has renewed it in the meantime. */
  private static boolean taken(Resource<Lease> lease) {
    try {
      lease.edit(LeadershipTest::takenByAnother);
      return true;
    } catch (KubernetesClientException e) {
      if (e.getCode() == HttpURLConnection.HTTP_CONFLICT) {
        return false;
      }
      throw e;
    }
  }

  /** Somebody who never renews it. */
  private static Lease takenByAnother(Lease lease) {
    ZonedDateTime now = ZonedDateTime.now(ZoneOffset.UTC);
    lease.getSpec().setHolderIdentity("istiod-2");
    lease.getSpec().setAcquireTime(now);
    lease.getSpec().setRenewTime(now);
    return lease;
  }
}
