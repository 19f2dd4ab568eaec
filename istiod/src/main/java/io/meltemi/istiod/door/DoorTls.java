package io.meltemi.istiod.door;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableSortedSet;
import io.grpc.netty.shaded.io.grpc.netty.GrpcSslContexts;
import io.grpc.netty.shaded.io.netty.handler.ssl.ClientAuth;
import io.grpc.netty.shaded.io.netty.handler.ssl.SslContext;
import io.grpc.netty.shaded.io.netty.handler.ssl.SslContextBuilder;
import io.grpc.util.AdvancedTlsX509KeyManager;
import io.meltemi.ca.authority.CertificateAuthority;
import io.meltemi.ca.authority.IssuedIdentity;
import io.meltemi.ca.x509.MalformedPem;
import io.meltemi.ca.x509.Pem;
import java.security.GeneralSecurityException;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.KeyManager;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLException;
import javax.net.ssl.TrustManager;
import javax.net.ssl.X509KeyManager;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * TLS of a door: istiod's own certificate from its own CA, and the roots that a client's
 * certificate, if it shows one, must come from. Both may change at any time; a handshake takes what
 * is there when it begins, and connections go on.
 */
public final class DoorTls {

  private static final Logger log = LoggerFactory.getLogger(DoorTls.class);

  private static final ImmutableList<String> PROTOCOLS = ImmutableList.of("TLSv1.3", "TLSv1.2");

  /** After a failure to make a new certificate; the old one is good for half of its life yet. */
  private static final Duration RETRY = Duration.ofSeconds(30);

  private final CertificateAuthority authority;
  private final ImmutableSortedSet<String> names;
  private final InstantSource clock;
  private final ScheduledExecutorService timer;
  private final AdvancedTlsX509KeyManager key = new AdvancedTlsX509KeyManager();
  private final PeerTrust trust = new PeerTrust();
  private final SslContext context;
  private volatile Instant notAfter = Instant.EPOCH;
  private volatile Instant renewAt = Instant.EPOCH;

  /** Guarded by this. */
  private @Nullable Future<?> planned;

  /**
   * Makes the first certificate at once.
   *
   * @param names DNS names that the certificate says
   * @param timer on which it is renewed, at half of its life and when the CA changes
   */
  public DoorTls(
      CertificateAuthority authority,
      ImmutableSortedSet<String> names,
      InstantSource clock,
      ScheduledExecutorService timer) {
    this.authority = authority;
    this.names = names;
    this.clock = clock;
    this.timer = timer;
    this.context = context(key, trust);
    renew();
    plan(untilRenewal());
    authority.onChange(() -> timer.execute(this::renewOrRetry));
  }

  private static SslContext context(X509KeyManager key, TrustManager trust) {
    try {
      return GrpcSslContexts.configure(SslContextBuilder.forServer(key))
          .protocols(PROTOCOLS)
          .trustManager(trust)
          .clientAuth(ClientAuth.OPTIONAL)
          .build();
    } catch (SSLException e) {
      throw new IllegalStateException("TLS cannot be set up", e);
    }
  }

  SslContext context() {
    return context;
  }

  /** The same for servers of the JDK: with the certificate, and without asking for the client's. */
  public SSLContext jdkContext() {
    try {
      SSLContext made = SSLContext.getInstance("TLS");
      made.init(new KeyManager[] {key}, null, null);
      return made;
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("TLS cannot be set up", e);
    }
  }

  /** When the certificate that is shown now ends. */
  public Instant notAfter() {
    return notAfter;
  }

  private synchronized void renew() {
    trust.trust(authority.ownRoots());
    IssuedIdentity issued = authority.issueServer(names);
    try {
      key.updateIdentityCredentials(
          Pem.certificates(issued.chainPem()).toArray(X509Certificate[]::new),
          Pem.privateKey(issued.privateKeyPem()));
    } catch (MalformedPem e) {
      throw new IllegalStateException("the CA's own output cannot be read", e);
    }
    notAfter = issued.notAfter();
    renewAt = issued.renewAt();
    log.info("istiod's own certificate for {} holds until {}", names, notAfter);
  }

  private void renewOrRetry() {
    Duration next;
    try {
      renew();
      next = untilRenewal();
    } catch (RuntimeException e) {
      log.error("istiod's own certificate cannot be renewed; it ends at {}", notAfter, e);
      next = RETRY;
    }
    plan(next);
  }

  private Duration untilRenewal() {
    return Duration.between(clock.instant(), renewAt);
  }

  /** One plan at a time: the last one made. */
  private synchronized void plan(Duration wait) {
    if (planned != null) {
      planned.cancel(false);
    }
    planned =
        timer.schedule(this::renewOrRetry, Math.max(0, wait.toMillis()), TimeUnit.MILLISECONDS);
  }
}
