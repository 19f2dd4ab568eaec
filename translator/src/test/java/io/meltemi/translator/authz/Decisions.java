package io.meltemi.translator.authz;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableMap;
import com.google.protobuf.InvalidProtocolBufferException;
import io.envoyproxy.envoy.config.listener.v3.Filter;
import io.envoyproxy.envoy.config.rbac.v3.RBAC;
import io.envoyproxy.envoy.extensions.filters.network.http_connection_manager.v3.HttpFilter;
import io.meltemi.translator.config.ConfigObject;
import io.meltemi.translator.diagnostic.Diagnostic;
import io.meltemi.translator.diagnostic.Position;
import io.meltemi.translator.model.MeshDelta;
import io.meltemi.translator.model.MeshModel;
import io.meltemi.translator.model.Meshes;
import io.meltemi.translator.proxy.Proxies;
import io.meltemi.translator.proxy.ProxyClassifier;
import io.meltemi.translator.proxy.ProxyView;
import java.util.List;

/** What policies decide at the sidecar of {@code default/web}. */
final class Decisions {

  private static final String WEB =
      """
      apiVersion: networking.istio.io/v1
      kind: WorkloadEntry
      metadata: {name: web, namespace: default}
      spec: {address: 10.9.0.1, labels: {app: web}, serviceAccount: web}
      ---
      """;

  private final AuthorizationTranslator.Authorization made;

  private Decisions(AuthorizationTranslator.Authorization made) {
    this.made = made;
  }

  static Decisions of(String policies) {
    return of("{}", policies);
  }

  static Decisions of(String meshConfig, String policies) {
    return of(
        new MeshDelta().meshConfig(Meshes.config(meshConfig)).apply(Meshes.of(WEB + policies)));
  }

  /** An object as it is, however it came about. */
  static Decisions of(ConfigObject<?> policy) {
    return of(new MeshDelta().upsert(policy, Position.NONE).apply(Meshes.of(WEB)));
  }

  private static Decisions of(MeshModel model) {
    return new Decisions(
        AuthorizationTranslator.create()
            .authorization(
                ProxyView.of(
                    model,
                    ProxyClassifier.classify(
                        model, Proxies.sidecar("default/web", "10.9.0.1", ImmutableMap.of())))));
  }

  /** One policy of the namespace {@code default}, by the inside of its spec. */
  static Decisions ofSpec(String spec) {
    return of(policy("p", spec));
  }

  static String policy(String name, String spec) {
    return """
        apiVersion: security.istio.io/v1
        kind: AuthorizationPolicy
        metadata: {name: %s, namespace: default}
        spec:
        """
            .formatted(name)
        + spec.indent(2)
        + "---\n";
  }

  boolean allows(CallTo call) {
    RbacSimulator simulator = new RbacSimulator(call);
    return http().stream()
        .filter(io.envoyproxy.envoy.extensions.filters.http.rbac.v3.RBAC::hasRules)
        .allMatch(filter -> simulator.allows(filter.getRules()));
  }

  /** The same call as bytes of a connection. */
  boolean allowsConnection(CallTo call) {
    RbacSimulator simulator = new RbacSimulator(call);
    return tcp().stream()
        .filter(io.envoyproxy.envoy.extensions.filters.network.rbac.v3.RBAC::hasRules)
        .allMatch(filter -> simulator.allows(filter.getRules()));
  }

  /** The first HTTP filter's rules. */
  RBAC rules() {
    return http().getFirst().getRules();
  }

  ImmutableList<Diagnostic> diagnostics() {
    return made.diagnostics();
  }

  AuthorizationFilters filters() {
    return made.filters();
  }

  ImmutableList<io.envoyproxy.envoy.extensions.filters.http.rbac.v3.RBAC> http() {
    ImmutableList.Builder<io.envoyproxy.envoy.extensions.filters.http.rbac.v3.RBAC> found =
        ImmutableList.builder();
    for (HttpFilter filter : made.filters().http()) {
      if (filter.getName().equals("envoy.filters.http.rbac")) {
        try {
          found.add(
              filter
                  .getTypedConfig()
                  .unpack(io.envoyproxy.envoy.extensions.filters.http.rbac.v3.RBAC.class));
        } catch (InvalidProtocolBufferException e) {
          throw new AssertionError(e);
        }
      }
    }
    return found.build();
  }

  private List<io.envoyproxy.envoy.extensions.filters.network.rbac.v3.RBAC> tcp() {
    ImmutableList.Builder<io.envoyproxy.envoy.extensions.filters.network.rbac.v3.RBAC> found =
        ImmutableList.builder();
    for (Filter filter : made.filters().tcp()) {
      if (filter.getName().equals("envoy.filters.network.rbac")) {
        try {
          found.add(
              filter
                  .getTypedConfig()
                  .unpack(io.envoyproxy.envoy.extensions.filters.network.rbac.v3.RBAC.class));
        } catch (InvalidProtocolBufferException e) {
          throw new AssertionError(e);
        }
      }
    }
    return found.build();
  }
}
