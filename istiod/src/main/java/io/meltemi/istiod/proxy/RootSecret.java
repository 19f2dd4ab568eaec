package io.meltemi.istiod.proxy;

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
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * A file by which Envoy follows the roots that it verifies istiod with: it reads a file of roots
 * again only where a secret of SDS names it, and SDS may come from a file, too.
 */
public final class RootSecret {

  private static final String NAME = "istiod-root";

  private RootSecret() {}

  /** Writes the file once; what changes later is the file of roots. */
  public static void write(Path secretFile, Path rootCertificate) throws IOException {
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
    Files.writeString(secretFile, XdsText.json(response));
  }

  /** Names the secret in that file. */
  static SdsSecretConfig reference(Path secretFile) {
    return SdsSecretConfig.newBuilder()
        .setName(NAME)
        .setSdsConfig(
            ConfigSource.newBuilder()
                .setPathConfigSource(
                    PathConfigSource.newBuilder().setPath(secretFile.toAbsolutePath().toString())))
        .build();
  }

  static CertificateValidationContext roots(Path rootCertificate) {
    Path file = rootCertificate.toAbsolutePath();
    return CertificateValidationContext.newBuilder()
        .setTrustedCa(DataSource.newBuilder().setFilename(file.toString()))
        .setWatchedDirectory(watched(file))
        .build();
  }

  /** Renames into the folder are what Envoy looks for. */
  static WatchedDirectory watched(Path file) {
    Path folder = file.toAbsolutePath().getParent();
    return WatchedDirectory.newBuilder().setPath(folder == null ? "/" : folder.toString()).build();
  }
}
