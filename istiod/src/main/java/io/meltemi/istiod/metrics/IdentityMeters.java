package io.meltemi.istiod.metrics;

import io.meltemi.ca.authority.CertificateAuthority;
import io.meltemi.ca.authority.RootRotation;
import io.meltemi.ca.authority.Rotation;
import io.meltemi.ca.service.IssuanceObserver;
import io.meltemi.istiod.secret.SecretObserver;
import io.micrometer.core.instrument.Tags;
import java.time.Duration;
import java.time.Instant;
import java.util.function.Supplier;

/** Counts what the CA does, under the names that Istio's has. */
public final class IdentityMeters implements SecretObserver, IssuanceObserver {

  private final IstiodMeters meters;

  public IdentityMeters(IstiodMeters meters) {
    this.meters = meters;
  }

  /** Shows when the certificates that everything hangs on will end, in seconds since 1970. */
  public void watch(CertificateAuthority authority, Supplier<Instant> serverNotAfter) {
    meters.gauge(
        "citadel_server_root_cert_expiry_timestamp",
        Tags.empty(),
        () ->
            authority.ownRoots().stream()
                .mapToLong(root -> root.getNotAfter().toInstant().getEpochSecond())
                .min()
                .orElse(0));
    meters.gauge(
        "citadel_server_cert_chain_expiry_timestamp",
        Tags.empty(),
        () -> authority.issuerNotAfter().getEpochSecond());
    meters.gauge(
        "meltemi_root_rotation_stage",
        Tags.empty(),
        () ->
            authority
                .rotation()
                .flatMap(RootRotation::underWay)
                .map(IdentityMeters::stage)
                .orElse(0));
    meters.gauge(
        "meltemi_ca_input_broken",
        Tags.empty(),
        () -> authority.status().problem().isPresent() ? 1 : 0);
    meters.gauge(
        "meltemi_server_cert_expiry_timestamp",
        Tags.empty(),
        () -> serverNotAfter.get().getEpochSecond());
  }

  /** 0: none is under way. */
  private static int stage(Rotation rotation) {
    return switch (rotation.stage()) {
      case AWAIT_ACKS -> 1;
      case AWAIT_OLD_CERTIFICATES -> 2;
    };
  }

  /** A stream was refused. */
  public void refused() {
    meters.count("citadel_server_authentication_failure_count");
  }

  @Override
  public void issued(Instant notAfter, Duration waited) {
    meters.count("meltemi_workload_certs_issued");
    meters.time("meltemi_workload_cert_wait_time", waited);
  }

  @Override
  public void kept(Instant renewAt) {
    meters.count("meltemi_workload_certs_kept");
  }

  @Override
  public void failed(RuntimeException cause) {
    meters.count("meltemi_workload_cert_failures");
  }

  @Override
  public void requested(Outcome outcome, Duration took) {
    meters.count("citadel_server_csr_count");
    switch (outcome) {
      case ISSUED -> meters.count("citadel_server_success_cert_issuance_count");
      case UNAUTHENTICATED -> meters.count("citadel_server_authentication_failure_count");
      case CSR_REFUSED -> meters.count("citadel_server_csr_parsing_err_count");
      case OVERLOADED, FAILED -> meters.count("citadel_server_csr_sign_err_count");
      case CANCELLED -> meters.count("meltemi_csr_cancelled");
    }
    meters.time("meltemi_csr_time", took);
  }
}
