package io.meltemi.istiod;

import com.google.common.collect.ImmutableList;
import io.grpc.ServerInterceptors;
import io.grpc.ServerServiceDefinition;
import io.meltemi.ca.authenticate.Authenticator;
import io.meltemi.ca.authenticate.Authenticators;
import io.meltemi.ca.authenticate.ClientCertificateAuthenticator;
import io.meltemi.ca.authenticate.FolderTokenAuthenticator;
import io.meltemi.ca.authenticate.OidcAuthenticator;
import io.meltemi.ca.authority.CaOptions;
import io.meltemi.ca.authority.CertificateAuthority;
import io.meltemi.ca.service.CallCredentialsInterceptor;
import io.meltemi.ca.service.CertificateService;
import io.meltemi.ca.token.TokenKey;
import io.meltemi.ca.token.TokenVerifier;
import io.meltemi.ca.x509.Pem;
import io.meltemi.istiod.debug.AuthorityPage;
import io.meltemi.istiod.debug.DebugGate;
import io.meltemi.istiod.debug.Page;
import io.meltemi.istiod.door.CallerGuard;
import io.meltemi.istiod.door.DoorLimits;
import io.meltemi.istiod.door.DoorTls;
import io.meltemi.istiod.door.GrpcDoor;
import io.meltemi.istiod.metrics.IdentityMeters;
import io.meltemi.istiod.replica.Replicas;
import io.meltemi.istiod.secret.WorkloadSecrets;
import io.meltemi.istiod.xds.AdsService;
import io.meltemi.istiod.xds.ProxyRegistry;
import io.meltemi.istiod.xds.SecretSupply;
import io.meltemi.translator.config.MeshConfig;
import java.time.InstantSource;
import java.util.Optional;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import javax.net.ssl.SSLContext;

/**
 * The part of an istiod that knows its callers: the CA, the ways to prove who one is, and the door
 * over TLS.
 */
final class MeshIdentity implements AutoCloseable {

  /** Proofs may wait for others; beyond the queue callers are told to come back later. */
  private static final int EXAMINERS = 4;

  private static final int WAITING = 10_000;

  private final IdentityConfig config;
  private final Optional<KubeIdentity> kube;
  private final CertificateAuthority authority;
  private final Authenticator authenticator;
  private final IdentityMeters meters;
  private final ScheduledThreadPoolExecutor timer = timer();
  private final ExecutorService examiners = examiners();
  private final WorkloadSecrets secrets;
  private final DoorTls tls;

  /**
   * @param mesh as istiod finds it at its start: another trust domain needs a new start
   */
  MeshIdentity(
      IdentityConfig config,
      MeshConfig mesh,
      Optional<KubeCluster> cluster,
      IdentityMeters meters,
      InstantSource clock) {
    this.config = config;
    this.meters = meters;
    CaOptions options = options(config, mesh);
    kube = cluster.map(known -> new KubeIdentity(known, config, options, clock));
    authority = kube.map(KubeIdentity::authority).orElseGet(() -> ofFolder(config, options, clock));
    authenticator = new Authenticators(authenticators(options, clock));
    secrets = new WorkloadSecrets(authority, clock, timer, meters);
    tls = new DoorTls(authority, config.serverNames(), clock, timer);
    meters.watch(authority, tls::notAfter);
  }

  /** In Istio's order. */
  private ImmutableList<Authenticator> authenticators(CaOptions options, InstantSource clock) {
    ImmutableList.Builder<Authenticator> all = ImmutableList.builder();
    all.add(
        new ClientCertificateAuthenticator(
            options.trustDomain(), options.trustDomainAliases(), authority::revocationLists));
    config
        .jwtRule()
        .ifPresent(rule -> all.add(OidcAuthenticator.of(rule, options.trustDomain(), clock)));
    return all.add(
            kube.map(KubeIdentity::tokens)
                .orElseGet(
                    () ->
                        new FolderTokenAuthenticator(
                            new TokenVerifier(TokenKey.in(config.stateDir()), clock),
                            options.trustDomain())))
        .build();
  }

  private static CertificateAuthority ofFolder(
      IdentityConfig config, CaOptions options, InstantSource clock) {
    CertificateAuthority made =
        config
            .cacerts()
            .map(folder -> CertificateAuthority.pluggedIn(folder, options, clock))
            .orElseGet(() -> CertificateAuthority.selfSigned(config.stateDir(), options, clock));
    RootFile.keep(made, config.stateDir());
    return made;
  }

  void start() {
    kube.ifPresent(KubeIdentity::start);
  }

  private static CaOptions options(IdentityConfig config, MeshConfig mesh) {
    String trustDomain = mesh.trustDomain().isEmpty() ? "cluster.local" : mesh.trustDomain();
    return new CaOptions(
        trustDomain,
        mesh.trustDomainAliases(),
        config.rootKey(),
        config.certificateTtl(),
        config.minCertificateTtl(),
        config.maxCertificateTtl(),
        CaOptions.of(trustDomain).rootTtl(),
        config.rotationWait());
  }

  private static ScheduledThreadPoolExecutor timer() {
    ScheduledThreadPoolExecutor timer =
        new ScheduledThreadPoolExecutor(
            1, Thread.ofPlatform().daemon().name("identity-timer").factory());
    timer.setRemoveOnCancelPolicy(true);
    // Streams that end while istiod stops still cancel and plan.
    timer.setRejectedExecutionHandler((_, _) -> {});
    return timer;
  }

  private static ExecutorService examiners() {
    ThreadPoolExecutor pool =
        new ThreadPoolExecutor(
            EXAMINERS,
            EXAMINERS,
            10,
            TimeUnit.SECONDS,
            new ArrayBlockingQueue<>(WAITING),
            Thread.ofPlatform().daemon().name("examiner-", 0).factory());
    pool.allowCoreThreadTimeOut(true);
    return pool;
  }

  /**
   * Lets a rotation of the root go on when every proxy trusts the new one: those connected here,
   * and those of other istiods.
   */
  void watch(ProxyRegistry proxies, Optional<Replicas> others) {
    authority
        .rotation()
        .ifPresent(
            rotation ->
                rotation.driveBy(
                    bundle ->
                        proxies.connected().stream()
                                .allMatch(connection -> connection.trusts(bundle))
                            && others.stream()
                                .allMatch(known -> known.trust(authority.ownRootsVersion()))));
  }

  /** For {@code /debug/authority}. */
  Page page(ProxyRegistry proxies, Optional<Replicas> others) {
    return new AuthorityPage(authority, proxies, others).page();
  }

  SecretSupply secrets() {
    return secrets;
  }

  DebugGate debugGate(String systemNamespace) {
    return new DebugGate(Optional.of(authenticator), systemNamespace);
  }

  /** Of servers that show istiod's own certificate. */
  SSLContext tls() {
    return tls.jdkContext();
  }

  /** What istiod's own certificate is verified with. */
  String rootsPem() {
    return authority.ownRoots().stream().map(Pem::write).collect(Collectors.joining());
  }

  CertificateAuthority authority() {
    return authority;
  }

  Authenticator authenticator() {
    return authenticator;
  }

  /** Where callers that prove who they are get configuration and certificates. */
  GrpcDoor door(AdsService ads) {
    CallerGuard guard = new CallerGuard(authenticator, examiners, meters::refused);
    ServerServiceDefinition certificates =
        new CertificateService(authority, authenticator, meters).bindService();
    CallCredentialsInterceptor shown = new CallCredentialsInterceptor();
    return GrpcDoor.secure(
        config.grpc(),
        DoorLimits.DEFAULT,
        tls,
        ServerInterceptors.intercept(ads.behind(guard), shown),
        ServerInterceptors.intercept(certificates, shown));
  }

  @Override
  public void close() {
    kube.ifPresent(KubeIdentity::close);
    secrets.close();
    examiners.shutdownNow();
    timer.shutdownNow();
    authority.close();
  }
}
