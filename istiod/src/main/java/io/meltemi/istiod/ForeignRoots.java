package io.meltemi.istiod;

import com.google.common.collect.ImmutableList;
import io.meltemi.ca.authority.CertificateAuthority;
import io.meltemi.ca.x509.MalformedPem;
import io.meltemi.ca.x509.Pem;
import io.meltemi.istiod.state.MeshChange;
import io.meltemi.istiod.state.MeshPublisher;
import io.meltemi.translator.config.MeshConfig;
import java.security.cert.X509Certificate;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Hands the roots of MeshConfig's {@code caCertificates} to the CA: proxies trust them, too. */
final class ForeignRoots implements MeshPublisher {

  private static final Logger log = LoggerFactory.getLogger(ForeignRoots.class);

  private final CertificateAuthority authority;
  private ImmutableList<MeshConfig.CertificateData> last = ImmutableList.of();

  ForeignRoots(CertificateAuthority authority) {
    this.authority = authority;
  }

  @Override
  public void publish(MeshChange change) {
    ImmutableList<MeshConfig.CertificateData> now = change.after().meshConfig().caCertificates();
    if (now.equals(last)) {
      return;
    }
    last = now;
    ImmutableList.Builder<X509Certificate> roots = ImmutableList.builder();
    for (MeshConfig.CertificateData data : now) {
      try {
        roots.addAll(Pem.certificates(data.pem()));
      } catch (MalformedPem e) {
        log.warn("one of MeshConfig's caCertificates is left out: {}", e.getMessage());
      }
    }
    authority.trustAlso(roots.build());
  }
}
