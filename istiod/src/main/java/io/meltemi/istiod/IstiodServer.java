package io.meltemi.istiod;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableMap;
import io.meltemi.istiod.debug.AdsInquiries;
import io.meltemi.istiod.debug.ConfigDumps;
import io.meltemi.istiod.debug.DebugGate;
import io.meltemi.istiod.debug.DebugPages;
import io.meltemi.istiod.debug.HttpDoor;
import io.meltemi.istiod.debug.Page;
import io.meltemi.istiod.debug.SharedAnswer;
import io.meltemi.istiod.door.DoorLimits;
import io.meltemi.istiod.door.GrpcDoor;
import io.meltemi.istiod.door.StrangerLimits;
import io.meltemi.istiod.metrics.AdmissionMeters;
import io.meltemi.istiod.metrics.IdentityMeters;
import io.meltemi.istiod.metrics.IstiodMeters;
import io.meltemi.istiod.metrics.KubeMeters;
import io.meltemi.istiod.metrics.LoopMeters;
import io.meltemi.istiod.metrics.ProxyMeters;
import io.meltemi.istiod.metrics.RevisionTimes;
import io.meltemi.istiod.metrics.StatusMeters;
import io.meltemi.istiod.metrics.TranslationMeters;
import io.meltemi.istiod.push.MeshTranslation;
import io.meltemi.istiod.push.ProxyGate;
import io.meltemi.istiod.push.SnapshotPublisher;
import io.meltemi.istiod.replica.Replicas;
import io.meltemi.istiod.state.DiagnosticsLog;
import io.meltemi.istiod.state.MeshLoop;
import io.meltemi.istiod.state.MeshPublisher;
import io.meltemi.istiod.state.ReportBoard;
import io.meltemi.istiod.status.StatusBook;
import io.meltemi.istiod.status.StatusKeeper;
import io.meltemi.istiod.watch.ConfigEvent;
import io.meltemi.istiod.watch.ConfigSink;
import io.meltemi.istiod.watch.ConfigSource;
import io.meltemi.istiod.watch.FolderSource;
import io.meltemi.istiod.watch.HttpKeyServer;
import io.meltemi.istiod.watch.KeySetOptions;
import io.meltemi.istiod.watch.KeySetSource;
import io.meltemi.istiod.watch.MeshConfigSource;
import io.meltemi.istiod.watch.kube.KubeSource;
import io.meltemi.istiod.xds.AdsOptions;
import io.meltemi.istiod.xds.AdsService;
import io.meltemi.istiod.xds.ProxyRegistry;
import io.meltemi.istiod.xds.SecretSupply;
import io.meltemi.istiod.xds.StreamGuard;
import io.meltemi.translator.config.MeshConfig;
import io.meltemi.translator.model.MeshModel;
import io.meltemi.translator.xds.XdsType;
import io.micrometer.core.instrument.Tags;
import java.io.IOException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * An istiod: everything is constructed first, in the order of the flow, and started afterwards. One
 * process may hold several, on different ports.
 */
public final class IstiodServer implements AutoCloseable {

  private static final Logger log = LoggerFactory.getLogger(IstiodServer.class);

  /** How long streams may take to end before they are cut. */
  private static final Duration GRACE = Duration.ofSeconds(2);

  /** Istio's variable for where it runs, and where that usually is. */
  private static final String SYSTEM_NAMESPACE =
      System.getenv().getOrDefault("POD_NAMESPACE", "istio-system");

  private final IstiodMeters meters = new IstiodMeters();
  private final ReportBoard reports = new ReportBoard();
  private final ProxyRegistry proxies = new ProxyRegistry();
  private final MeshTranslation translation = new MeshTranslation();
  private final SnapshotPublisher publisher;
  private final MeshLoop loop;
  private final HttpKeyServer keyServer;
  private final KeySetSource keySets;
  private final Optional<KubeCluster> cluster;
  private final Optional<KubeSource> kube;
  private final Optional<Replicas> replicas;
  private final Optional<StatusKeeper> status;
  private final ImmutableList<ConfigSource> sources;
  private final Optional<MeshIdentity> identity;
  private final Optional<MeshAdmission> admission;
  private final AdsInquiries inquiries;
  private final AdsService ads;
  private final Optional<GrpcDoor> plaintext;
  private final Optional<GrpcDoor> secure;
  private final HttpDoor http;
  private final HttpDoor monitoring;
  private final CountDownLatch closed = new CountDownLatch(1);
  private volatile boolean serving;

  public IstiodServer(IstiodConfig config) throws IOException {
    InstantSource clock = InstantSource.system();
    RevisionTimes times = new RevisionTimes();
    cluster = config.sources().kube().map(KubeCluster::connect);
    identity =
        config
            .identity()
            .map(
                known ->
                    new MeshIdentity(
                        known, mesh(config.sources()), cluster, new IdentityMeters(meters), clock));
    publisher = new SnapshotPublisher(translation, reports, new TranslationMeters(meters));
    loop =
        new MeshLoop(
            config.loop(),
            MeshModel.empty(config.domain()),
            reports,
            publishers(times),
            new LoopMeters(meters),
            clock);
    KeySetOptions keys = config.keySets();
    keyServer = new HttpKeyServer(keys.allowed(), keys.patience());
    keySets = new KeySetSource(loop, keyServer, keys.pace(), keys.fetchedByProxies());
    loop.expect(KeySetSource.NAME);
    StatusBook statuses = new StatusBook();
    kube = cluster.map(known -> known.source(followed(config.sources()), keySets, statuses));
    OwnWord word =
        new OwnWord(identity.map(MeshIdentity::authority), proxies, loop, reports, statuses);
    replicas = cluster.map(known -> known.replicas(word));
    identity.ifPresent(known -> known.watch(proxies, replicas));
    status =
        cluster
            .filter(_ -> config.status().enabled())
            .map(
                known ->
                    new StatusKeeper(
                        config.status(),
                        known.api(),
                        known.leadership()::leads,
                        loop,
                        reports,
                        statuses,
                        replicas.orElseThrow(),
                        new StatusMeters(meters),
                        clock));
    kube.ifPresent(known -> KubeMeters.bind(meters, known.reflectors()));
    sources = sources(config.sources());
    sources.forEach(source -> source.names().forEach(loop::expect));
    ProxyGate gate =
        new ProxyGate(
            loop, publisher, cluster.map(KubeCluster::secretAccess).orElse(config.secretAccess()));
    admission = admission(config);
    ConfigDumps dumps = new ConfigDumps(proxies, publisher::told);
    ImmutableMap<String, Page> debug =
        new DebugPages(loop::model, proxies, reports, clusterId())
            .all(publisher::complaints, dumps, pagesOfParts());
    DebugGate visitors =
        identity.map(known -> known.debugGate(SYSTEM_NAMESPACE)).orElse(DebugGate.CLOSED);
    inquiries = new AdsInquiries(proxies, publisher::complaints, dumps, debug, visitors);
    ads =
        new AdsService(
            AdsOptions.DEFAULT.withIdentifier(IstiodVersion.current().identifier(instance())),
            loop::isSynced,
            new ProxyMeters(meters, times, gate, clock),
            identity.map(MeshIdentity::secrets).orElse(SecretSupply.NONE),
            inquiries,
            proxies,
            clock);
    plaintext =
        config
            .plaintext()
            .map(
                known ->
                    GrpcDoor.plaintext(
                        known.grpc(),
                        DoorLimits.DEFAULT.withStrangers(
                            StrangerLimits.PROXIES.withCalls(known.streamsPerAddress())),
                        ads.behind(StreamGuard.OPEN)));
    secure = identity.map(known -> known.door(ads));
    http = new HttpDoor(config.http(), ImmutableMap.of("/ready", _ -> ready()), debug, visitors);
    monitoring =
        new HttpDoor(
            config.monitoring(),
            ImmutableMap.of(
                "/metrics",
                new SharedAnswer(_ -> Page.Answer.text(200, meters.scrape()), System::nanoTime),
                "/version",
                _ -> Page.Answer.text(200, IstiodVersion.current().toString())),
            debug,
            visitors);
    bindGauges();
  }

  private ImmutableMap<String, Page> pagesOfParts() {
    ImmutableMap.Builder<String, Page> pages = ImmutableMap.builder();
    identity.ifPresent(known -> pages.put("authority", known.page(proxies, replicas)));
    admission.ifPresent(known -> pages.put("inject", known.page()));
    return pages.buildOrThrow();
  }

  private String clusterId() {
    return cluster.map(known -> known.settings().clusterId()).orElse("Kubernetes");
  }

  /** What tells this istiod from its replicas. */
  private String instance() {
    return cluster.map(known -> known.settings().podName()).orElse("istiod");
  }

  private ImmutableList<MeshPublisher> publishers(RevisionTimes times) {
    ImmutableList.Builder<MeshPublisher> all = ImmutableList.builder();
    identity.ifPresent(known -> all.add(new ForeignRoots(known.authority())));
    return all.add(times, publisher, new DiagnosticsLog()).build();
  }

  private static KubeSource.Options followed(IstiodSources config) {
    return new KubeSource.Options(
        true, config.configDir().isEmpty(), config.meshConfig().isEmpty());
  }

  private Optional<MeshAdmission> admission(IstiodConfig config) throws IOException {
    return config.admission().isEmpty() || identity.isEmpty()
        ? Optional.empty()
        : Optional.of(
            new MeshAdmission(
                config.admission().get(),
                identity.get(),
                cluster,
                loop,
                new AdmissionMeters(meters)));
  }

  /** In the order in which they are started. */
  private ImmutableList<ConfigSource> sources(IstiodSources config) {
    ConfigSink settings = kube.map(KubeSource::settingsSink).orElse(loop);
    ImmutableList.Builder<ConfigSource> all = ImmutableList.builder();
    config.meshConfig().ifPresent(file -> all.add(new MeshConfigSource(file, settings)));
    all.addAll(kube.stream().toList());
    config.configDir().ifPresent(folder -> all.add(new FolderSource(folder, keySets)));
    return all.build();
  }

  /** As it is now; what cannot be read is reported by the source that follows it. */
  private MeshConfig mesh(IstiodSources config) {
    return config
        .meshConfig()
        .map(MeshConfigSource::read)
        .or(() -> cluster.map(KubeCluster::meshConfig))
        .stream()
        .flatMap(ImmutableList::stream)
        .flatMap(
            event ->
                event instanceof ConfigEvent.Upsert upsert ? Stream.of(upsert) : Stream.empty())
        .flatMap(
            upsert ->
                upsert.object().spec() instanceof MeshConfig mesh
                    ? Stream.of(mesh)
                    : Stream.empty())
        .findFirst()
        .orElse(MeshConfig.EMPTY);
  }

  private void bindGauges() {
    IstiodVersion version = IstiodVersion.current();
    meters.gauge("pilot_info", Tags.of("version", version.toString()), () -> 1);
    meters.gauge("pilot_xds", Tags.of("version", version.version()), proxies::size);
    meters.gauge("pilot_services", Tags.empty(), () -> loop.model().services().all().size());
    meters.gauge(
        "pilot_virt_services", Tags.empty(), () -> loop.model().virtualServices().all().size());
    for (XdsType type : XdsType.values()) {
      Tags tags = Tags.of("type", IstiodMeters.typeName(type));
      meters.counter("meltemi_translations", tags, () -> translation.stats(type).misses());
      meters.gauge("meltemi_translations_held", tags, () -> translation.stats(type).size());
    }
    cluster.ifPresent(
        known ->
            meters.gauge("meltemi_leader", Tags.empty(), () -> known.leadership().leads() ? 1 : 0));
    meters.gauge("meltemi_proxy_classes", Tags.empty(), publisher::classes);
  }

  /**
   * Reads the configuration and serves it. Returns when what the sources hold is in the queue; it
   * is served when {@link #isReady}.
   */
  public void start() throws IOException {
    http.start();
    monitoring.start();
    loop.start();
    cluster.ifPresent(KubeCluster::start);
    identity.ifPresent(MeshIdentity::start);
    replicas.ifPresent(Replicas::start);
    sources.forEach(ConfigSource::start);
    status.ifPresent(StatusKeeper::start);
    for (GrpcDoor door : doors()) {
      door.open();
    }
    if (admission.isPresent()) {
      admission.get().start();
    }
    serving = true;
    log.info(
        "serving ADS on {}, /ready on port {}, /metrics on port {}",
        doors().stream().map(GrpcDoor::address).collect(Collectors.joining(" and ")),
        http.port(),
        monitoring.port());
  }

  private ImmutableList<GrpcDoor> doors() {
    return Stream.concat(plaintext.stream(), secure.stream())
        .collect(ImmutableList.toImmutableList());
  }

  private Page.Answer ready() {
    return isReady()
        ? Page.Answer.text(200, "ready\n")
        : Page.Answer.text(
            503, "waiting for the sources to sync\n" + kube.map(KubeSource::missing).orElse(""));
  }

  /** Whether all sources have synced and proxies are answered. */
  public boolean isReady() {
    return serving && loop.isSynced() && admission.map(MeshAdmission::isSynced).orElse(true);
  }

  public MeshLoop loop() {
    return loop;
  }

  public ProxyRegistry proxies() {
    return proxies;
  }

  public ReportBoard reports() {
    return reports;
  }

  public IstiodMeters meters() {
    return meters;
  }

  /** The port of ADS in plaintext, also where a free one was asked for. */
  public int grpcPort() {
    return plaintext.orElseThrow().port();
  }

  /** The port of ADS over TLS. */
  public int secureGrpcPort() {
    return secure.orElseThrow().port();
  }

  /** The port of webhooks. */
  public int httpsPort() {
    return admission.orElseThrow().port();
  }

  public int httpPort() {
    return http.port();
  }

  public int monitoringPort() {
    return monitoring.port();
  }

  /** Waits until somebody closes this. */
  public void awaitClose() throws InterruptedException {
    closed.await();
  }

  /** Stops everything, in the opposite order of the flow. */
  @Override
  public void close() {
    serving = false;
    http.close();
    admission.ifPresent(MeshAdmission::close);
    doors().forEach(GrpcDoor::shut);
    ads.endStreams("istiod is stopping");
    try {
      for (GrpcDoor door : doors()) {
        door.close(GRACE);
      }
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    }
    ads.close();
    inquiries.close();
    replicas.ifPresent(Replicas::close);
    identity.ifPresent(MeshIdentity::close);
    status.ifPresent(StatusKeeper::close);
    sources.reverse().forEach(ConfigSource::close);
    keySets.close();
    keyServer.close();
    cluster.ifPresent(KubeCluster::close);
    loop.close();
    monitoring.close();
    meters.close();
    closed.countDown();
  }
}
