package io.meltemi.istiod;

import io.meltemi.ca.authenticate.Authenticator;
import io.meltemi.ca.authenticate.TokenReviewAuthenticator;
import io.meltemi.ca.authority.CaOptions;
import io.meltemi.ca.authority.CertificateAuthority;
import io.meltemi.ca.x509.Pem;
import io.meltemi.istiod.kube.identity.KubeCacerts;
import io.meltemi.istiod.kube.identity.KubeRootVault;
import io.meltemi.istiod.kube.identity.KubeTokenReviewer;
import io.meltemi.istiod.kube.identity.RootConfigMaps;
import java.time.InstantSource;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * What of identity is the cluster's: tokens are reviewed by it, the CA is in its Secrets, and its
 * namespaces are told the roots.
 */
final class KubeIdentity implements AutoCloseable {

  /** What tokens for istiod must be for, as with Istio. */
  private static final String AUDIENCE = "istio-ca";

  private final Optional<KubeCacerts> cacerts;
  private final Optional<KubeRootVault> vault;
  private final CertificateAuthority authority;
  private final Authenticator tokens;
  private final RootConfigMaps roots;

  /**
   * @param options of which the trust domain is the mesh's
   */
  KubeIdentity(KubeCluster cluster, IdentityConfig config, CaOptions options, InstantSource clock) {
    cacerts =
        config.cacerts().isPresent()
            ? Optional.empty()
            : KubeCacerts.find(cluster.client(), cluster.api(), cluster.settings());
    vault =
        config.cacerts().isPresent() || cacerts.isPresent()
            ? Optional.empty()
            : Optional.of(
                new KubeRootVault(
                    cluster.client(), cluster.api(), cluster.settings(), cluster.leadership()));
    authority =
        vault
            .map(known -> CertificateAuthority.shared(known, options, clock))
            .or(() -> cacerts.map(known -> CertificateAuthority.pluggedIn(known, options, clock)))
            .orElseGet(
                () ->
                    CertificateAuthority.pluggedIn(config.cacerts().orElseThrow(), options, clock));
    tokens =
        new TokenReviewAuthenticator(
            new KubeTokenReviewer(cluster.client()), AUDIENCE, options.trustDomain());
    roots =
        new RootConfigMaps(
            cluster.client(),
            cluster.api(),
            () -> authority.ownRoots().stream().map(Pem::write).collect(Collectors.joining()),
            cluster.leadership());
    authority.onChange(roots::look);
  }

  CertificateAuthority authority() {
    return authority;
  }

  Authenticator tokens() {
    return tokens;
  }

  void start() {
    vault.ifPresent(KubeRootVault::start);
    cacerts.ifPresent(KubeCacerts::start);
    roots.start();
  }

  @Override
  public void close() {
    roots.close();
    vault.ifPresent(KubeRootVault::close);
    cacerts.ifPresent(KubeCacerts::close);
  }
}
