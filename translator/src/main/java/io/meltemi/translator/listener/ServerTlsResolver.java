package io.meltemi.translator.listener;

import com.google.common.collect.ImmutableList;
import io.meltemi.translator.config.ServerTls;
import io.meltemi.translator.diagnostic.DiagnosticCode;
import io.meltemi.translator.listener.DownstreamTls.Certificates;
import io.meltemi.translator.listener.DownstreamTls.Clients;
import io.meltemi.translator.listener.DownstreamTls.Names;
import io.meltemi.translator.listener.DownstreamTls.Trust;
import io.meltemi.translator.proxy.ProxyView;
import io.meltemi.translator.proxy.SecretSource;
import io.meltemi.translator.tls.Alpn;
import io.meltemi.translator.tls.TlsLimits;
import io.meltemi.translator.tls.TrustDomains;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/** Whether and how a server terminates TLS: of a Gateway, or of a Sidecar's ingress listener. */
final class ServerTlsResolver {

  private final ProxyView view;
  private final ServerCredentials credentials;

  ServerTlsResolver(ProxyView view) {
    this.view = view;
    this.credentials = new ServerCredentials(view.credentials());
  }

  /** What becomes of TLS on a server. */
  sealed interface Termination {

    /**
     * It ends here.
     *
     * @param problems what is missing, though the server can do without
     */
    record Terminated(DownstreamTls tls, ImmutableList<String> problems) implements Termination {}

    /** Not looked into: routed by SNI. */
    record PassedThrough() implements Termination {}

    /** Not looked into: between meshes, where SNI names the cluster. */
    record PassedToCluster() implements Termination {}

    /** The server cannot be served, and why. */
    record Impossible(DiagnosticCode code, String reason) implements Termination {}
  }

  Termination resolve(ServerTls tls, boolean http) {
    return switch (tls.mode()) {
      case PASSTHROUGH -> new Termination.PassedThrough();
      case AUTO_PASSTHROUGH -> new Termination.PassedToCluster();
      case ISTIO_MUTUAL -> ofMesh(tls, http);
      case SIMPLE -> terminated(tls, Optional.of(Clients.Anybody.INSTANCE), http);
      case MUTUAL -> withClients(tls, true, http);
      case OPTIONAL_MUTUAL -> withClients(tls, false, http);
    };
  }

  private Termination ofMesh(ServerTls tls, boolean http) {
    SecretSource secrets = view.proxyClass().secrets();
    if (secrets == SecretSource.NONE) {
      return new Termination.Impossible(
          DiagnosticCode.UNKNOWN_REFERENCE,
          "mode ISTIO_MUTUAL needs a proxy with a certificate of the mesh");
    }
    Names names =
        tls.subjectAltNames().isEmpty()
            ? Names.beginningWith(TrustDomains.prefixes(view.meshConfig()))
            : names(tls);
    return new Termination.Terminated(
        new DownstreamTls(
            new Certificates.OfMesh(secrets),
            new Clients.Verified(true, new Trust.OfMesh(secrets), names),
            TlsLimits.ofMesh(view.meshConfig()).with(tls),
            http ? Alpn.ACCEPT : ImmutableList.of()),
        ImmutableList.of());
  }

  private Termination withClients(ServerTls tls, boolean required, boolean http) {
    if (tls.insecureSkipVerify().orElse(false)) {
      return terminated(tls, Optional.of(verified(tls, required, Trust.Anyone.INSTANCE)), http);
    }
    ServerCredentials.Answer<Trust> trust = credentials.trust(tls);
    return trust.found().isEmpty()
        ? new Termination.Impossible(trust.code(), words(trust.problems()))
        : terminated(tls, trust.found().map(found -> verified(tls, required, found)), http);
  }

  private Termination terminated(ServerTls tls, Optional<Clients> clients, boolean http) {
    ServerCredentials.Answer<Certificates> certificates = credentials.certificates(tls);
    if (certificates.found().isEmpty() || clients.isEmpty()) {
      return new Termination.Impossible(certificates.code(), words(certificates.problems()));
    }
    List<String> problems = new ArrayList<>(certificates.problems());
    return new Termination.Terminated(
        new DownstreamTls(
            certificates.found().get(),
            clients.get(),
            TlsLimits.ofServers(view.meshConfig()).with(tls),
            http ? Alpn.ACCEPT : ImmutableList.of()),
        ImmutableList.copyOf(problems));
  }

  private static String words(List<String> problems) {
    return problems.stream().distinct().collect(Collectors.joining("; "));
  }

  private static Clients verified(ServerTls tls, boolean required, Trust trust) {
    return new Clients.Verified(required, trust, names(tls));
  }

  private static Names names(ServerTls tls) {
    return new Names(
        tls.subjectAltNames(),
        ImmutableList.of(),
        tls.verifyCertificateSpki(),
        tls.verifyCertificateHash());
  }
}
