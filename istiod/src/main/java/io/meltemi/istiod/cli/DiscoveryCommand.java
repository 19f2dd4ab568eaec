package io.meltemi.istiod.cli;

import com.google.common.base.Splitter;
import com.google.common.collect.ImmutableSet;
import io.meltemi.ca.x509.KeyType;
import io.meltemi.istiod.IdentityConfig;
import io.meltemi.istiod.IstiodConfig;
import io.meltemi.istiod.IstiodServer;
import io.meltemi.istiod.IstiodSources;
import io.meltemi.istiod.PlaintextConfig;
import io.meltemi.istiod.access.SecretAccess;
import io.meltemi.istiod.admission.AdmissionConfig;
import io.meltemi.istiod.kube.KubeSettings;
import io.meltemi.istiod.state.LoopOptions;
import io.meltemi.istiod.status.StatusConfig;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code istiod discovery}; the flags keep pilot-discovery's names. */
@Command(
    name = "discovery",
    description = "Serves the mesh: reads its configuration, follows it, and configures proxies.",
    mixinStandardHelpOptions = true,
    sortOptions = false,
    footerHeading = "%nExamples:%n",
    footer = {
      "  istiod discovery --configDir mesh/",
      "  istiod discovery --kubeconfig ~/.kube/config",
      "  istiod discovery --configDir mesh/ --meshConfig mesh.yaml --grpcAddr 127.0.0.1:15010",
      "",
      "Then: curl localhost:8080/ready, curl localhost:15014/metrics,",
      "curl localhost:8080/debug/syncz (who is connected and up to date),",
      "curl localhost:8080/debug/diagnostics (what is wrong with the configuration)."
    })
final class DiscoveryCommand implements Callable<Integer> {

  private static final Logger log = LoggerFactory.getLogger(DiscoveryCommand.class);

  @Option(
      names = "--configDir",
      paramLabel = "FOLDER",
      description = "folder of YAML and JSON files; with --kubeconfig, Services are the cluster's")
  private @Nullable Path configDir;

  @Option(names = "--meshConfig", paramLabel = "FILE", description = "mesh-wide settings")
  private @Nullable Path meshConfig;

  @Option(
      names = "--networksConfig",
      paramLabel = "FILE",
      description = "accepted; not acted on in this version")
  private @Nullable Path networksConfig;

  @Option(
      names = "--registries",
      split = ",",
      defaultValue = "Kubernetes",
      description = "accepted; Services come from the cluster, or else from --configDir")
  private String[] registries = {};

  @Option(
      names = "--kubeconfig",
      paramLabel = "FILE",
      description =
          "the cluster to watch, from outside of it; without it, and without --configDir, istiod"
              + " watches the cluster that it runs in")
  private @Nullable Path kubeconfig;

  @Option(
      names = "--domain",
      defaultValue = "cluster.local",
      description = "DNS domain of Kubernetes Services (default: ${DEFAULT-VALUE})")
  private String domain = "";

  @Option(
      names = "--grpcAddr",
      paramLabel = "HOST:PORT",
      defaultValue = ":15010",
      description = "ADS over plaintext gRPC, empty: none (default: ${DEFAULT-VALUE})")
  private String grpc = "";

  @Option(
      names = "--grpcStreamsPerAddress",
      defaultValue = "" + PlaintextConfig.STREAMS_PER_ADDRESS,
      description =
          "streams that one address may have open at --grpcAddr, where nobody proves who they are"
              + " (default: ${DEFAULT-VALUE})")
  private int streamsPerAddress;

  @Option(
      names = "--secureGRPCAddr",
      paramLabel = "HOST:PORT",
      defaultValue = ":15012",
      description =
          "ADS and certificates over TLS, for callers with a token or a certificate; empty: none"
              + " (default: ${DEFAULT-VALUE})")
  private String secureGrpc = "";

  @Option(
      names = "--workloadCertTTL",
      defaultValue = "${env:DEFAULT_WORKLOAD_CERT_TTL:-24h}",
      description = "life of a workload's certificate (default: ${DEFAULT-VALUE})")
  private String certificateTtl = "";

  @Option(
      names = "--minWorkloadCertTTL",
      defaultValue = "10s",
      description =
          "the shortest life that a proxy gets over ADS that asks for a short one (default:"
              + " ${DEFAULT-VALUE})")
  private String minCertificateTtl = "";

  @Option(
      names = "--maxWorkloadCertTTL",
      defaultValue = "${env:MAX_WORKLOAD_CERT_TTL:-2160h}",
      description = "the longest life that may be asked for (default: ${DEFAULT-VALUE})")
  private String maxCertificateTtl = "";

  @Option(
      names = "--cacerts",
      paramLabel = "FOLDER",
      description =
          "a CA to sign with: ca-cert.pem, ca-key.pem, cert-chain.pem, root-cert.pem, or tls.crt,"
              + " tls.key, ca.crt; followed (default: a root of our own in the state folder)")
  private @Nullable Path cacerts;

  @Option(
      names = "--rootKey",
      defaultValue = "P256",
      description = "${COMPLETION-CANDIDATES}: of a root of our own (default: ${DEFAULT-VALUE})")
  private KeyType rootKey = KeyType.P256;

  @Option(
      names = "--rootRotationWait",
      defaultValue = "5m",
      description =
          "how long a new root is published at least before it signs (default: ${DEFAULT-VALUE})")
  private String rotationWait = "";

  @Mixin private KeySetFlags keySets = new KeySetFlags();

  @Mixin private JwtRuleFlag jwtRule = new JwtRuleFlag();

  @Mixin private StateDir state = new StateDir();

  @Option(
      names = "--httpAddr",
      paramLabel = "HOST:PORT",
      defaultValue = ":8080",
      description = "/ready and /debug (default: ${DEFAULT-VALUE})")
  private String http = "";

  @Option(
      names = "--httpsAddr",
      paramLabel = "HOST:PORT",
      defaultValue = ":15017",
      description = "webhooks of a cluster, over TLS; empty: none (default: ${DEFAULT-VALUE})")
  private String https = "";

  @Option(
      names = "--monitoringAddr",
      paramLabel = "HOST:PORT",
      defaultValue = ":15014",
      description = "/metrics, /version and /debug (default: ${DEFAULT-VALUE})")
  private String monitoring = "";

  @Option(
      names = {"--tlsCertFile", "--tlsKeyFile", "--caCertFile"},
      paramLabel = "FILE",
      description = "accepted; there is no TLS yet")
  private String[] tlsFiles = {};

  @Option(
      names = "--log_output_level",
      paramLabel = "[SCOPE:]LEVEL,...",
      defaultValue = "default:info",
      description = "debug, info, warn, error or none; scopes are Java packages or classes")
  private String logLevels = "";

  @Override
  public Integer call() throws Exception {
    LogLevels.apply(logLevels);
    IstiodServer server = new IstiodServer(config());
    sayWhatIsNotServed();
    Runtime.getRuntime().addShutdownHook(new Thread(() -> stop(server), "shutdown"));
    server.start();
    server.awaitClose();
    return 0;
  }

  /** Being told to end is no failure, so the exit status is not the signal's. */
  private static void stop(IstiodServer server) {
    server.close();
    Runtime.getRuntime().halt(0);
  }

  private IstiodConfig config() {
    Optional<KubeSettings> kube = kube(System.getenv());
    if (configDir == null && kube.isEmpty()) {
      throw new CommandFailure(
          "Say where the configuration is: --configDir FOLDER, or --kubeconfig FILE (in a pod of a"
              + " cluster, neither is needed)");
    }
    return new IstiodConfig(
        new IstiodSources(Optional.ofNullable(configDir), kube, Optional.ofNullable(meshConfig)),
        domain,
        grpc.isEmpty() ? Optional.empty() : Optional.of(plaintext()),
        secureGrpc.isEmpty() ? Optional.empty() : Optional.of(identity()),
        ListenAddress.parse("--httpAddr", http),
        ListenAddress.parse("--monitoringAddr", monitoring),
        LoopOptions.DEFAULT,
        keySets.options(),
        kube.isEmpty() || https.isEmpty()
            ? Optional.empty()
            : Optional.of(admission(System.getenv())),
        SecretAccess.OF_OWN_NAMESPACE,
        status(System.getenv()));
  }

  /** Kubernetes tells its pods by a variable where its API is. */
  private Optional<KubeSettings> kube(Map<String, String> environment) {
    if (kubeconfig != null && !Files.isReadable(kubeconfig)) {
      throw new CommandFailure("--kubeconfig: " + kubeconfig + " cannot be read");
    }
    boolean inCluster = configDir == null && environment.containsKey("KUBERNETES_SERVICE_HOST");
    return kubeconfig != null || inCluster
        ? Optional.of(KubeSettings.of(Optional.ofNullable(kubeconfig), environment))
        : Optional.empty();
  }

  /** Istio's variables for the webhook configurations that istiod keeps. */
  private AdmissionConfig admission(Map<String, String> environment) {
    return new AdmissionConfig(
        ListenAddress.parse("--httpsAddr", https),
        environment.getOrDefault("INJECTION_WEBHOOK_CONFIG_NAME", ""),
        environment.getOrDefault("VALIDATION_WEBHOOK_CONFIG_NAME", ""));
  }

  /** Istio's variables, with defaults of our own. */
  private static StatusConfig status(Map<String, String> environment) {
    StatusConfig known = StatusConfig.DEFAULT;
    String enabled = environment.getOrDefault("PILOT_ENABLE_STATUS", "");
    String perSecond = environment.getOrDefault("PILOT_STATUS_QPS", "");
    return known
        .withEnabled(
            enabled.isEmpty() ? known.enabled() : Flags.truth("PILOT_ENABLE_STATUS", enabled))
        .withPerSecond(
            perSecond.isEmpty()
                ? known.perSecond()
                : Flags.positive("PILOT_STATUS_QPS", perSecond));
  }

  private PlaintextConfig plaintext() {
    if (streamsPerAddress < 1) {
      throw new CommandFailure(
          "--grpcStreamsPerAddress must be 1 or more; --grpcAddr \"\" closes that door altogether");
    }
    return new PlaintextConfig(ListenAddress.parse("--grpcAddr", grpc), streamsPerAddress);
  }

  private IdentityConfig identity() {
    Duration life = Flags.duration("--workloadCertTTL", certificateTtl);
    Duration longest = Flags.duration("--maxWorkloadCertTTL", maxCertificateTtl);
    if (life.compareTo(longest) > 0) {
      throw new CommandFailure(
          "--workloadCertTTL " + certificateTtl + " is more than --maxWorkloadCertTTL allows");
    }
    IdentityConfig known =
        IdentityConfig.of(ListenAddress.parse("--secureGRPCAddr", secureGrpc), state.path());
    IdentityConfig rooted = cacerts == null ? known : known.withCacerts(cacerts);
    return jwtRule
        .rule()
        .map(rooted::withJwtRule)
        .orElse(rooted)
        .withRootKey(rootKey)
        .withRotationWait(Flags.duration("--rootRotationWait", rotationWait))
        .withServerNames(serverNames(System.getenv()))
        .withCertificateTtl(life)
        .withMinCertificateTtl(Flags.duration("--minWorkloadCertTTL", minCertificateTtl))
        .withMaxCertificateTtl(longest);
  }

  /** Istio's variables: where istiod runs, its revision, and what else it is called. */
  private static ImmutableSet<String> serverNames(Map<String, String> environment) {
    return ImmutableSet.<String>builder()
        .addAll(
            IdentityConfig.serverNames(
                environment.getOrDefault("POD_NAMESPACE", "istio-system"),
                environment.getOrDefault("REVISION", "")))
        .addAll(
            Splitter.on(',')
                .trimResults()
                .omitEmptyStrings()
                .split(environment.getOrDefault("ISTIOD_CUSTOM_HOST", "")))
        .build();
  }

  private void sayWhatIsNotServed() {
    if (networksConfig != null) {
      log.info("{} is not acted on in this version", networksConfig);
    }
    if (tlsFiles.length > 0) {
      log.info("certificates are not acted on in this version");
    }
    log.debug("registries {} come from the folder", (Object) registries);
  }
}
