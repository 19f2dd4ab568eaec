package io.meltemi.translator.authz;

import com.google.common.base.Ascii;
import io.meltemi.translator.config.AuthorizationPolicy;
import io.meltemi.translator.config.ConfigObject;
import io.meltemi.translator.config.ExtensionProvider;
import io.meltemi.translator.diagnostic.Diagnostic;
import io.meltemi.translator.diagnostic.DiagnosticCode;
import io.meltemi.translator.diagnostic.Position;
import io.meltemi.translator.model.MeshService;
import io.meltemi.translator.naming.ClusterName;
import io.meltemi.translator.proxy.ProxyView;
import java.util.List;
import java.util.Optional;

/**
 * Finds the authorizers that policies name among MeshConfig's extension providers, and their
 * services among those that the proxy sees.
 */
final class AuthorizerResolver {

  private final ProxyView view;
  private final List<Diagnostic> diagnostics;

  AuthorizerResolver(ProxyView view, List<Diagnostic> diagnostics) {
    this.view = view;
    this.diagnostics = diagnostics;
  }

  /** The name of the provider that a policy asks; empty when it does not say. */
  static String name(ConfigObject<AuthorizationPolicy> policy) {
    return policy.spec().provider().map(AuthorizationPolicy.Provider::name).orElse("");
  }

  Authorizer resolve(String name, List<ConfigObject<AuthorizationPolicy>> policies) {
    Optional<ExtensionProvider.Provider> provider =
        view.meshConfig().extensionProviders().stream()
            .filter(candidate -> candidate.name().equals(name))
            .findFirst()
            .flatMap(ExtensionProvider::provider);
    if (provider.isPresent() && provider.get() instanceof ExtensionProvider.ExtAuthzHttp http) {
      return service(http.service())
          .<Authorizer>map(
              found -> new Authorizer.Http(cluster(found, http.port()), found.hostname(), http))
          .orElseGet(() -> unseen(name, http.service(), policies));
    }
    if (provider.isPresent() && provider.get() instanceof ExtensionProvider.ExtAuthzGrpc grpc) {
      return service(grpc.service())
          .<Authorizer>map(found -> new Authorizer.Grpc(cluster(found, grpc.port()), grpc))
          .orElseGet(() -> unseen(name, grpc.service(), policies));
    }
    return missing(
        policies,
        "MeshConfig has no extension provider \""
            + name
            + "\" of kind envoyExtAuthzHttp or envoyExtAuthzGrpc; add it to extensionProviders");
  }

  private Authorizer unseen(
      String name, String service, List<ConfigObject<AuthorizationPolicy>> policies) {
    return missing(
        policies,
        "the service "
            + service
            + " of the extension provider \""
            + name
            + "\" is not there for proxies in "
            + view.proxyClass().namespace()
            + "; create it, or let it be seen by exportTo and Sidecar egress");
  }

  private Authorizer missing(List<ConfigObject<AuthorizationPolicy>> policies, String reason) {
    for (ConfigObject<AuthorizationPolicy> policy : policies) {
      diagnostics.add(
          Diagnostic.warning(
              DiagnosticCode.UNKNOWN_REFERENCE,
              policy.key(),
              Position.NONE,
              "spec.provider.name",
              reason + ". Until then what the policy selects is refused"));
    }
    return new Authorizer.Missing();
  }

  /** {@code host}, or {@code namespace/host} where several namespaces define it. */
  private Optional<MeshService> service(String written) {
    int slash = written.indexOf('/');
    String hostname = Ascii.toLowerCase(written.substring(slash + 1));
    return view.outbound()
        .services()
        .service(hostname)
        .filter(found -> slash < 0 || found.namespace().equals(written.substring(0, slash)));
  }

  private static String cluster(MeshService service, int port) {
    return ClusterName.outbound(port, "", service.hostname()).toString();
  }
}
