package io.meltemi.translator.listener;

import com.google.common.collect.ImmutableList;
import io.meltemi.translator.config.CredentialName;
import io.meltemi.translator.config.ServerTls;
import io.meltemi.translator.diagnostic.DiagnosticCode;
import io.meltemi.translator.listener.DownstreamTls.Certificates;
import io.meltemi.translator.listener.DownstreamTls.Trust;
import io.meltemi.translator.model.Credential;
import io.meltemi.translator.proxy.CredentialProblems;
import io.meltemi.translator.proxy.CredentialStore;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Where the certificates of a server come from. A Secret that is not there, or is no good, is not
 * referred to: Envoy would keep the whole listener waiting for it, and with it the other servers.
 */
record ServerCredentials(CredentialStore store) {

  /**
   * What was found.
   *
   * @param code what kind of problem it is, if nothing was
   */
  record Answer<T>(Optional<T> found, DiagnosticCode code, ImmutableList<String> problems) {

    private static <T> Answer<T> of(T found, List<String> problems) {
      return new Answer<>(
          Optional.of(found), DiagnosticCode.UNKNOWN_REFERENCE, ImmutableList.copyOf(problems));
    }

    private static <T> Answer<T> none(DiagnosticCode code, List<String> problems) {
      return new Answer<>(Optional.empty(), code, ImmutableList.copyOf(problems));
    }
  }

  /** What is shown to clients. */
  Answer<Certificates> certificates(ServerTls tls) {
    ImmutableList<String> names = names(tls);
    if (names.isEmpty()) {
      ImmutableList<ServerTls.Certificate> files = files(tls);
      return files.isEmpty()
          ? Answer.none(
              DiagnosticCode.MISSING_FIELD,
              List.of("a server certificate and its private key are needed to terminate TLS"))
          : Answer.of(new Certificates.Files(files), List.of());
    }
    ImmutableList.Builder<String> usable = ImmutableList.builder();
    List<String> problems = new ArrayList<>();
    for (String name : names) {
      Optional<CredentialName> parsed = CredentialName.parse(name);
      parsed
          .flatMap(why()::ofIdentity)
          .ifPresentOrElse(
              problems::add, () -> parsed.ifPresent(known -> usable.add(known.resource())));
    }
    ImmutableList<String> found = usable.build();
    return found.isEmpty()
        ? Answer.none(DiagnosticCode.UNKNOWN_REFERENCE, problems)
        : Answer.of(new Certificates.Credentials(found), problems);
  }

  /** Whose signature on a client's certificate counts. */
  Answer<Trust> trust(ServerTls tls) {
    Optional<CredentialName> apart = CredentialName.parse(tls.caCertCredentialName());
    if (apart.isPresent()) {
      return trust(apart.get(), store.findRootsOnly(apart.get()), "Secret or ConfigMap");
    }
    Optional<CredentialName> name = names(tls).stream().findFirst().flatMap(CredentialName::parse);
    if (name.isPresent()) {
      return trust(name.get(), store.findRoots(name.get()), "Secret");
    }
    return tls.caCertificates().isEmpty()
        ? Answer.none(
            DiagnosticCode.MISSING_FIELD,
            List.of("caCertificates is needed to check clients' certificates"))
        : Answer.of(new Trust.Files(tls.caCertificates(), tls.caCrl()), List.of());
  }

  private Answer<Trust> trust(CredentialName name, Optional<Credential> found, String what) {
    Optional<String> problem = why().ofRoots(name, found, what);
    return problem.isPresent()
        ? Answer.none(DiagnosticCode.UNKNOWN_REFERENCE, List.of(problem.get()))
        : Answer.of(new Trust.Credential(name.ofRoots().resource()), List.of());
  }

  private CredentialProblems why() {
    return new CredentialProblems(store);
  }

  private static ImmutableList<String> names(ServerTls tls) {
    return tls.credentialName().isEmpty()
        ? tls.credentialNames()
        : ImmutableList.of(tls.credentialName());
  }

  private static ImmutableList<ServerTls.Certificate> files(ServerTls tls) {
    ImmutableList<ServerTls.Certificate> all =
        tls.tlsCertificates().isEmpty()
            ? ImmutableList.of(
                new ServerTls.Certificate(tls.serverCertificate(), tls.privateKey(), ""))
            : tls.tlsCertificates();
    return all.stream()
        .filter(one -> !one.serverCertificate().isEmpty() && !one.privateKey().isEmpty())
        .collect(ImmutableList.toImmutableList());
  }
}
