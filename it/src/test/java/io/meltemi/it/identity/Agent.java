package io.meltemi.it.identity;

import com.google.common.collect.ImmutableList;
import io.envoyproxy.envoy.config.bootstrap.v3.Bootstrap;
import io.meltemi.ca.SpiffeId;
import io.meltemi.it.mesh.LocalAgent;
import io.meltemi.it.mesh.TestMesh;
import java.io.Closeable;
import java.io.IOException;
import java.time.Duration;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Does what Istio's agent does for certificates: makes the key, asks {@code CreateCertificate},
 * hands the whole chain and its last element, the roots, to Envoy over SDS, and asks again at half
 * of the life. It has no other source of roots.
 */
final class Agent implements Closeable {

  private final TestMesh mesh;
  private final SpiffeId account;
  private final Duration life;
  private final LocalAgent sds;
  private final AtomicInteger renewals = new AtomicInteger();
  private final Queue<String> failures = new ConcurrentLinkedQueue<>();
  private final ScheduledExecutorService timer = Executors.newSingleThreadScheduledExecutor();

  private Agent(TestMesh mesh, SpiffeId account, Duration life) throws Exception {
    this.mesh = mesh;
    this.account = account;
    this.life = life;
    Key key = Key.p256();
    ImmutableList<String> chain = ask(key);
    sds = LocalAgent.start(String.join("", chain), key.pem(), chain.getLast());
    long half = life.toMillis() / 2;
    var _ = timer.scheduleAtFixedRate(this::renew, half, half, TimeUnit.MILLISECONDS);
  }

  static Agent start(TestMesh mesh, SpiffeId account, Duration life) throws Exception {
    return new Agent(mesh, account, life);
  }

  private ImmutableList<String> ask(Key key) throws Exception {
    try (CertificateClient istiod =
        CertificateClient.to(mesh.secureDiscovery(), mesh.rootCertificate())) {
      String token = mesh.tokens().sign(account, Duration.ofMinutes(5));
      return istiod.ask(token, key.csr(), life.toSeconds());
    }
  }

  private void renew() {
    try {
      Key key = Key.p256();
      ImmutableList<String> chain = ask(key);
      sds.give(String.join("", chain), key.pem(), chain.getLast());
      renewals.incrementAndGet();
    } catch (Exception e) {
      failures.add(e.toString());
    }
  }

  int renewals() {
    return renewals.get();
  }

  ImmutableList<String> failures() {
    return ImmutableList.copyOf(failures);
  }

  /** The bootstrap of an Envoy that has this agent, and says nothing of secrets over ADS. */
  Bootstrap in(Bootstrap usual) {
    Bootstrap.Builder plain = usual.toBuilder();
    plain.getNodeBuilder().getMetadataBuilder().removeFields("MELTEMI_SECRETS");
    return sds.in(plain.build());
  }

  @Override
  public void close() throws IOException {
    timer.shutdownNow();
    sds.close();
  }
}
