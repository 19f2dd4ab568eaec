package io.meltemi.istiod;

import io.meltemi.istiod.access.SecretAccess;
import io.meltemi.istiod.admission.AdmissionConfig;
import io.meltemi.istiod.kube.KubeSettings;
import io.meltemi.istiod.state.LoopOptions;
import io.meltemi.istiod.status.StatusConfig;
import io.meltemi.istiod.watch.KeySetOptions;
import io.soabase.recordbuilder.core.RecordBuilder;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.util.Optional;

/**
 * Everything that can be set about an istiod from outside.
 *
 * @param sources where the mesh's objects come from
 * @param domain what Kubernetes Services' hostnames end with
 * @param plaintext where ADS is served to whoever comes, if anywhere
 * @param identity how proxies are known, and where; without it nobody is, and nobody has a
 *     certificate
 * @param http where {@code /ready} is answered
 * @param monitoring where {@code /metrics} and {@code /version} are answered
 * @param keySets how the keys of token issuers are fetched
 * @param admission where API servers are answered, if anywhere; there is no such place without an
 *     identity
 * @param secretAccess who may be given the Secrets of its namespace
 * @param status how what became of the objects of a cluster is written into them
 */
@RecordBuilder
public record IstiodConfig(
    IstiodSources sources,
    String domain,
    Optional<PlaintextConfig> plaintext,
    Optional<IdentityConfig> identity,
    InetSocketAddress http,
    InetSocketAddress monitoring,
    LoopOptions loop,
    KeySetOptions keySets,
    Optional<AdmissionConfig> admission,
    SecretAccess secretAccess,
    StatusConfig status)
    implements IstiodConfigBuilder.With {

  private static final InetSocketAddress ANY =
      new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);

  /**
   * Of a folder, with Istio's way of fetching keys; everybody may have the Secrets of its own
   * namespace.
   */
  public IstiodConfig(
      Path configDir,
      Optional<Path> meshConfig,
      String domain,
      Optional<PlaintextConfig> plaintext,
      Optional<IdentityConfig> identity,
      InetSocketAddress http,
      InetSocketAddress monitoring,
      LoopOptions loop) {
    this(
        IstiodSources.ofFolder(configDir, meshConfig),
        domain,
        plaintext,
        identity,
        http,
        monitoring,
        loop,
        KeySetOptions.DEFAULT,
        Optional.empty(),
        SecretAccess.OF_OWN_NAMESPACE,
        StatusConfig.DEFAULT);
  }

  /** In plaintext on free ports of the loopback interface: for tests and tools. */
  public static IstiodConfig onFreePorts(Path configDir) {
    return new IstiodConfig(
        configDir,
        Optional.empty(),
        "cluster.local",
        Optional.of(PlaintextConfig.of(ANY)),
        Optional.empty(),
        ANY,
        ANY,
        LoopOptions.DEFAULT);
  }

  /** Of a cluster, in plaintext on free ports of the loopback interface. */
  public static IstiodConfig onFreePorts(KubeSettings kube) {
    return new IstiodConfig(
        IstiodSources.ofCluster(kube),
        "cluster.local",
        Optional.of(PlaintextConfig.of(ANY)),
        Optional.empty(),
        ANY,
        ANY,
        LoopOptions.DEFAULT,
        KeySetOptions.DEFAULT,
        Optional.empty(),
        SecretAccess.OF_OWN_NAMESPACE,
        StatusConfig.DEFAULT);
  }

  public IstiodConfig withMeshConfig(Path file) {
    return withSources(sources.withMeshConfig(file));
  }

  public IstiodConfig withIdentity(IdentityConfig known) {
    return withIdentity(Optional.of(known));
  }

  /** Also over TLS, on a free port, with a CA in that folder. */
  public IstiodConfig withIdentity(Path stateDir) {
    return withIdentity(IdentityConfig.of(ANY, stateDir));
  }

  public IstiodConfig withAdmission(AdmissionConfig answered) {
    return withAdmission(Optional.of(answered));
  }
}
