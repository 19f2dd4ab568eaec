package io.meltemi.istiod.secret;

import com.google.common.util.concurrent.ThreadFactoryBuilder;
import io.meltemi.ca.authority.CertificateAuthority;
import io.meltemi.istiod.xds.SecretSupply;
import io.meltemi.translator.xds.ResourceSet;
import io.meltemi.translator.xds.XdsResource;
import java.time.InstantSource;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/**
 * Gives streams their workloads' certificates from the CA.
 *
 * <p>Keys are made and certificates signed by few threads, in the order in which streams asked, one
 * at a time for each stream: when a thousand proxies come at once, they are served in turn, and the
 * network threads and the mesh loop do not notice.
 */
public final class WorkloadSecrets implements SecretSupply, AutoCloseable {

  /** Half of the processors at most: pushing goes on while a storm is signed for. */
  private static final int SIGNERS = Math.max(1, Runtime.getRuntime().availableProcessors() / 2);

  private final CertificateAuthority authority;
  private final InstantSource clock;
  private final SecretObserver observer;
  private final ScheduledExecutorService timer;
  private final ExecutorService signers;
  private final Set<StreamCertificate> streams = ConcurrentHashMap.newKeySet();

  /** One for all streams, by reference. */
  private volatile XdsResource roots;

  private volatile String issuer;

  /**
   * @param timer on which renewals are planned
   */
  public WorkloadSecrets(
      CertificateAuthority authority,
      InstantSource clock,
      ScheduledExecutorService timer,
      SecretObserver observer) {
    this.authority = authority;
    this.clock = clock;
    this.timer = timer;
    this.observer = observer;
    this.roots = SecretResources.roots(authority.trustBundle());
    this.issuer = authority.issuerVersion();
    ThreadPoolExecutor pool =
        new ThreadPoolExecutor(
            SIGNERS,
            SIGNERS,
            10,
            TimeUnit.SECONDS,
            new LinkedBlockingQueue<>(), // bounded by the streams, of which each waits once
            new ThreadFactoryBuilder().setDaemon(true).setNameFormat("signer-%d").build());
    pool.allowCoreThreadTimeOut(true);
    // Streams that end while istiod stops may still ask.
    pool.setRejectedExecutionHandler((_, _) -> {});
    this.signers = pool;
    authority.onChange(this::follow);
  }

  @Override
  public Lease follow(Asker asker, Consumer<ResourceSet> taker) {
    StreamCertificate stream = new StreamCertificate(this, asker, taker);
    streams.add(stream);
    stream.begin();
    return stream;
  }

  /** The CA signs with or trusts something else. */
  private void follow() {
    XdsResource newRoots = SecretResources.roots(authority.trustBundle());
    boolean otherRoots = !newRoots.equals(roots);
    roots = newRoots;
    String newIssuer = authority.issuerVersion();
    boolean otherIssuer = !newIssuer.equals(issuer);
    issuer = newIssuer;
    for (StreamCertificate stream : streams) {
      if (otherRoots) {
        stream.deliver();
      }
      if (otherIssuer) {
        stream.renew();
      }
    }
  }

  void ended(StreamCertificate stream) {
    streams.remove(stream);
  }

  XdsResource roots() {
    return roots;
  }

  String issuer() {
    return issuer;
  }

  CertificateAuthority authority() {
    return authority;
  }

  InstantSource clock() {
    return clock;
  }

  SecretObserver observer() {
    return observer;
  }

  ScheduledExecutorService timer() {
    return timer;
  }

  ExecutorService signers() {
    return signers;
  }

  @Override
  public void close() {
    signers.shutdownNow();
  }
}
