package io.meltemi.translator.cluster;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableSortedSet;
import io.meltemi.translator.config.ClientTls;
import io.meltemi.translator.config.ConfigObject;
import io.meltemi.translator.config.CredentialName;
import io.meltemi.translator.config.DestinationRule;
import io.meltemi.translator.destination.ClientScope;
import io.meltemi.translator.destination.Discovery;
import io.meltemi.translator.destination.MeshDestination;
import io.meltemi.translator.model.MeshService;
import io.meltemi.translator.model.Protocol;
import io.meltemi.translator.model.ServicePeers;
import io.meltemi.translator.proxy.ProxyKind;
import io.meltemi.translator.proxy.SecretSource;
import io.meltemi.translator.tls.Alpn;
import io.meltemi.translator.tls.TlsLimits;
import io.meltemi.translator.tls.TrustDomains;
import java.util.Collection;
import java.util.Optional;

/**
 * What is around the bytes to a destination: what its DestinationRule says; otherwise mTLS with
 * every endpoint that takes it.
 */
final class UpstreamTlsResolver {
  /** Where Debian's, Ubuntu's, Alpine's and Envoy's own images have the system's roots. */
  static final String SYSTEM_ROOTS = "/etc/ssl/certs/ca-certificates.crt";

  private final ClientScope client;
  private final ServicePeers peers;
  private final boolean usesCredentials;

  /**
   * For one client and one service.
   *
   * @param rule what is said of the service
   * @param peers who answers for the service
   */
  UpstreamTlsResolver(
      ClientScope client, Optional<ConfigObject<DestinationRule>> rule, ServicePeers peers) {
    this.client = client;
    this.peers = peers;
    this.usesCredentials =
        client.kind() == ProxyKind.ROUTER
            || rule.flatMap(found -> found.spec().workloadSelector()).stream()
                .anyMatch(selector -> !selector.labels().isEmpty());
  }

  UpstreamTls resolve(MeshDestination destination, UpstreamProtocol protocol) {
    Optional<ClientTls> said = destination.policy().tls();
    if (said.isEmpty()) {
      return automatic(destination, protocol);
    }
    ClientTls tls = said.get();
    return switch (tls.mode()) {
      case DISABLE -> UpstreamTls.Plaintext.INSTANCE;
      case ISTIO_MUTUAL ->
          mutual(
              destination,
              protocol,
              false,
              tls.sni(),
              ImmutableSortedSet.copyOf(tls.subjectAltNames()));
      case SIMPLE -> originate(destination, tls, "", "");
      case MUTUAL -> originate(destination, tls, tls.clientCertificate(), tls.privateKey());
    };
  }

  private UpstreamTls automatic(MeshDestination destination, UpstreamProtocol protocol) {
    MeshService service = destination.service();
    boolean wanted =
        client.meshConfig().enableAutoMtls().orElse(true)
            && client.secrets() != SecretSource.NONE
            && !service.meshExternal()
            && service.externalName().isEmpty();
    boolean whereAble =
        switch (destination.discovery()) {
          case EDS, STRICT_DNS, LOGICAL_DNS -> true;
          case ORIGINAL_DST, DYNAMIC_DNS -> false;
        };
    // Where Envoy does not know the endpoints we cannot tell it which of them take mTLS.
    boolean allAble =
        destination.discovery() == Discovery.ORIGINAL_DST
            && peers.mutualPorts().contains(destination.port().number());
    return wanted && (whereAble || allAble)
        ? mutual(destination, protocol, whereAble, "", ImmutableSortedSet.of())
        : UpstreamTls.Plaintext.INSTANCE;
  }

  private UpstreamTls mutual(
      MeshDestination destination,
      UpstreamProtocol protocol,
      boolean whereAble,
      String sni,
      ImmutableSortedSet<String> names) {
    return new UpstreamTls.Mutual(
        whereAble,
        sni.isEmpty() ? destination.name().toSni() : sni,
        names.isEmpty() ? identities(destination.service()) : names,
        alpn(destination.port().protocol(), protocol),
        client.secrets(),
        TlsLimits.ofMesh(client.meshConfig()));
  }

  /** Secure naming: only who runs the service may answer for it. */
  private ImmutableSortedSet<String> identities(MeshService service) {
    Collection<String> accounts = TrustDomains.identities(client.meshConfig(), peers.accounts());
    return ImmutableSortedSet.<String>naturalOrder()
        .addAll(accounts)
        .addAll(service.subjectAltNames())
        .build();
  }

  private static ImmutableList<String> alpn(Protocol port, UpstreamProtocol protocol) {
    if (port.isTcp()) {
      return Alpn.OFFER_TCP;
    }
    return switch (protocol) {
      case HTTP1 -> Alpn.OFFER_HTTP1;
      case HTTP2 -> Alpn.OFFER_HTTP2;
      case DOWNSTREAM -> Alpn.OFFER_ANY_HTTP;
    };
  }

  private UpstreamTls originate(
      MeshDestination destination, ClientTls tls, String clientCertificate, String privateKey) {
    boolean skipVerify = tls.insecureSkipVerify().orElse(false);
    boolean hasCertificate = !clientCertificate.isEmpty() && !privateKey.isEmpty();
    Optional<CredentialName> credential =
        usesCredentials ? CredentialName.parse(tls.credentialName()) : Optional.empty();
    boolean mutual = tls.mode() == ClientTls.Mode.MUTUAL;
    return new UpstreamTls.Originate(
        tls.sni(),
        hasCertificate ? clientCertificate : "",
        hasCertificate ? privateKey : "",
        tls.caCertificates().isEmpty() ? SYSTEM_ROOTS : tls.caCertificates(),
        tls.caCrl(),
        credential
            .filter(_ -> mutual)
            .map(CredentialName::resource)
            .map(name -> secret(name, client.ruleSecrets().identities())),
        credential
            .map(name -> name.ofRoots().resource())
            .map(name -> secret(name, client.ruleSecrets().roots())),
        skipVerify ? ImmutableList.of() : subjectAltNames(destination.service(), tls),
        skipVerify,
        destination.port().protocol().isHttp2(),
        TlsLimits.ofClients(client.meshConfig()));
  }

  private static UpstreamTls.SecretName secret(String name, Collection<String> there) {
    return new UpstreamTls.SecretName(name, there.contains(name));
  }

  /** The rule's names, else those of the ServiceEntry. */
  private static ImmutableList<String> subjectAltNames(MeshService service, ClientTls tls) {
    return tls.subjectAltNames().isEmpty() ? service.subjectAltNames() : tls.subjectAltNames();
  }
}
