package io.meltemi.translator.bootstrap;

import com.google.protobuf.Any;
import io.envoyproxy.envoy.config.core.v3.ConfigSource;
import io.envoyproxy.envoy.config.core.v3.DataSource;
import io.envoyproxy.envoy.config.core.v3.PathConfigSource;
import io.envoyproxy.envoy.config.core.v3.WatchedDirectory;
import io.envoyproxy.envoy.extensions.transport_sockets.tls.v3.CertificateValidationContext;
import io.envoyproxy.envoy.extensions.transport_sockets.tls.v3.SdsSecretConfig;
import io.envoyproxy.envoy.extensions.transport_sockets.tls.v3.Secret;
import io.envoyproxy.envoy.service.discovery.v3.DiscoveryResponse;
import io.meltemi.translator.xds.XdsText;

/**
 * A file by which Envoy follows the roots that it verifies istiod with: it reads a file of roots
 * again only where a secret of SDS names it, and SDS may come from a file, too.
 */
public final class RootSecret {

  private static final String NAME = "istiod-root";

  private RootSecret() {}

  /**
   * What the file says. It is written once; what changes later is the file of roots.
   *
   * @param rootCertificate absolute path of the file of roots
   */
  public static String text(String rootCertificate) {
    DiscoveryResponse response =
        DiscoveryResponse.newBuilder()
            .setVersionInfo("1")
            .addResources(
                Any.pack(
                    Secret.newBuilder()
                        .setName(NAME)
                        .setValidationContext(roots(rootCertificate))
                        .build()))
            .build();
    return XdsText.json(response);
  }

  /** Names the secret in that file. */
  static SdsSecretConfig reference(String secretFile) {
    return SdsSecretConfig.newBuilder()
        .setName(NAME)
        .setSdsConfig(
            ConfigSource.newBuilder()
                .setPathConfigSource(PathConfigSource.newBuilder().setPath(secretFile)))
        .build();
  }

  static CertificateValidationContext roots(String rootCertificate) {
    return CertificateValidationContext.newBuilder()
        .setTrustedCa(DataSource.newBuilder().setFilename(rootCertificate))
        .setWatchedDirectory(watched(rootCertificate))
        .build();
  }

  /** Renames into the folder are what Envoy looks for. */
  static WatchedDirectory watched(String file) {
    String folder = file.substring(0, Math.max(1, file.lastIndexOf('/')));
    return WatchedDirectory.newBuilder().setPath(folder).build();
  }
}
