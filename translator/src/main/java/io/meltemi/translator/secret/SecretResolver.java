package io.meltemi.translator.secret;

import com.google.common.collect.ImmutableList;
import io.meltemi.translator.config.CredentialName;
import io.meltemi.translator.config.ServerTls;
import io.meltemi.translator.config.Sidecar;
import io.meltemi.translator.model.Credential;
import io.meltemi.translator.proxy.CredentialStore;
import io.meltemi.translator.proxy.GatewayServer;
import io.meltemi.translator.proxy.ProxyView;
import java.util.Map;
import java.util.TreeMap;

/**
 * Which secrets a class of proxies gets: those that its Gateways, its Sidecar and the rules for its
 * destinations name, and no other of its namespace.
 */
final class SecretResolver {

  private final CredentialStore store;
  private final Map<String, SecretInputs> found = new TreeMap<>();

  private SecretResolver(CredentialStore store) {
    this.store = store;
  }

  /** In the order of names. */
  static ImmutableList<SecretInputs> resolve(ProxyView view) {
    SecretResolver resolver = new SecretResolver(view.credentials());
    for (GatewayServer server : view.gatewayServers()) {
      server.server().tls().ifPresent(resolver::addServer);
    }
    view.proxyClass().inbound().stream()
        .flatMap(port -> port.listener().flatMap(Sidecar.IngressListener::tls).stream())
        .forEach(resolver::addServer);
    view.outbound().rules().credentials().forEach(resolver::addBoth);
    return ImmutableList.copyOf(resolver.found.values());
  }

  private void addServer(ServerTls tls) {
    if (!tls.credentialName().isEmpty()) {
      addBoth(tls.credentialName());
    }
    tls.credentialNames().forEach(this::addBoth);
    CredentialName.parse(tls.caCertCredentialName())
        .ifPresent(
            name -> store.findRootsOnly(name).ifPresent(found -> addRoots(name.ofRoots(), found)));
  }

  private void addBoth(String text) {
    CredentialName.parse(text)
        .ifPresent(
            name -> {
              store.find(name).ifPresent(found -> addIdentity(name, found));
              store.findRoots(name).ifPresent(found -> addRoots(name.ofRoots(), found));
            });
  }

  private void addIdentity(CredentialName name, Credential credential) {
    if (credential.identity() instanceof Credential.Identity.Pair pair) {
      add(name.resource(), new SecretContent.Identity(pair), credential);
    }
  }

  private void addRoots(CredentialName name, Credential credential) {
    if (credential.roots() instanceof Credential.Roots.Trusted trusted) {
      add(name.resource(), new SecretContent.Roots(trusted), credential);
    }
  }

  private void add(String name, SecretContent content, Credential credential) {
    found.put(name, new SecretInputs(name, content, ImmutableList.of(credential.origin())));
  }
}
