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
      roots.addAll(read(data));
    }
    authority.trustAlso(roots.build());
  }

  /** What cannot be used is left out: it must not keep the others from being trusted. */
  private static ImmutableList<X509Certificate> read(MeshConfig.CertificateData data) {
    String why;
    try {
      ImmutableList<X509Certificate> read = Pem.certificates(data.pem());
      if (!read.isEmpty()) {
        return read;
      }
      why =
          data.spiffeBundleUrl().isEmpty()
              ? "its pem holds no certificate"
              : "spiffeBundleUrl is not fetched; give the roots as pem";
    } catch (MalformedPem e) {
      why = String.valueOf(e.getMessage());
    }
    log.warn("one of MeshConfig's caCertificates is left out: {}", why);
    return ImmutableList.of();
  }
}
