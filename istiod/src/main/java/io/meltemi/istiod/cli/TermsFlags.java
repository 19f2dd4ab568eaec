package io.meltemi.istiod.cli;

import com.google.common.primitives.Doubles;
import io.meltemi.translator.bootstrap.CertificateTerms;
import picocli.CommandLine.Option;

/** What is wanted of workloads' certificates; as environment, under the names of Istio's agent. */
final class TermsFlags {

  @Option(
      names = "--secretTTL",
      defaultValue = "${env:SECRET_TTL:-}",
      paramLabel = "TIME",
      description =
          "life of the workload's certificates, 60s or 24h, within istiod's limits; SECRET_TTL says"
              + " it, too (default: istiod's)")
  private String ttl = "";

  @Option(
      names = "--secretGracePeriodRatio",
      defaultValue = "${env:SECRET_GRACE_PERIOD_RATIO:-}",
      paramLabel = "RATIO",
      description =
          "how much of a certificate's life is left when the next one comes;"
              + " SECRET_GRACE_PERIOD_RATIO says it, too (default: 0.5)")
  private String gracePeriodRatio = "";

  CertificateTerms terms() {
    if (!ttl.isEmpty()) {
      var _ = Flags.duration("--secretTTL", ttl);
    }
    Double ratio = Doubles.tryParse(gracePeriodRatio);
    if (!gracePeriodRatio.isEmpty() && (ratio == null || !(ratio > 0 && ratio < 1))) {
      throw new CommandFailure(
          "--secretGracePeriodRatio takes a number between 0 and 1, not \""
              + gracePeriodRatio
              + "\"");
    }
    return new CertificateTerms(ttl, gracePeriodRatio);
  }
}
