package io.meltemi.translator.authz;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableListMultimap;
import com.google.common.collect.ImmutableSortedMap;
import io.meltemi.translator.config.AuthorizationPolicy;
import io.meltemi.translator.config.AuthorizationPolicy.Action;
import io.meltemi.translator.config.ConfigObject;
import io.meltemi.translator.diagnostic.Diagnostic;
import io.meltemi.translator.proxy.ProxyView;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** Says which policies a proxy has, by what they do, and who is asked by those that ask. */
final class AuthorizationResolver {

  /** Istio's annotation: a policy whose decisions are counted and not obeyed. */
  private static final String DRY_RUN = "istio.io/dry-run";

  private AuthorizationResolver() {}

  /** What a proxy has, and what there is to say. */
  record Plan(AuthorizationInputs inputs, ImmutableList<Diagnostic> diagnostics) {}

  static Plan resolve(ProxyView view) {
    List<Diagnostic> diagnostics = new ArrayList<>();
    ImmutableList<ConfigObject<AuthorizationPolicy>> policies = view.policies().authorization();
    ImmutableListMultimap<String, ConfigObject<AuthorizationPolicy>> custom =
        with(Action.CUSTOM, policies)
            .collect(
                ImmutableListMultimap.toImmutableListMultimap(
                    AuthorizerResolver::name, policy -> policy));
    BytesFindings bytes = new BytesFindings(view, diagnostics);
    policies.forEach(bytes::check);
    AuthorizerResolver authorizers = new AuthorizerResolver(view, diagnostics);
    ImmutableSortedMap.Builder<String, ImmutableList<ConfigObject<AuthorizationPolicy>>> byName =
        ImmutableSortedMap.naturalOrder();
    ImmutableSortedMap.Builder<String, Authorizer> found = ImmutableSortedMap.naturalOrder();
    for (String name : custom.keySet()) {
      byName.put(name, custom.get(name));
      found.put(name, authorizers.resolve(name, custom.get(name)));
    }
    return new Plan(
        new AuthorizationInputs(
            TrustDomains.of(view.meshConfig()),
            byName.buildOrThrow(),
            found.buildOrThrow(),
            group(Action.AUDIT, policies),
            group(Action.DENY, policies),
            group(Action.ALLOW, policies)),
        ImmutableList.copyOf(diagnostics));
  }

  private static Stream<ConfigObject<AuthorizationPolicy>> with(
      Action action, List<ConfigObject<AuthorizationPolicy>> policies) {
    return policies.stream().filter(policy -> policy.spec().action() == action);
  }

  private static AuthorizationInputs.Group group(
      Action action, List<ConfigObject<AuthorizationPolicy>> policies) {
    Map<Boolean, ImmutableList<ConfigObject<AuthorizationPolicy>>> byTrial =
        with(action, policies)
            .collect(
                java.util.stream.Collectors.partitioningBy(
                    AuthorizationResolver::isTried, ImmutableList.toImmutableList()));
    return new AuthorizationInputs.Group(
        byTrial.getOrDefault(false, ImmutableList.of()),
        byTrial.getOrDefault(true, ImmutableList.of()));
  }

  private static boolean isTried(ConfigObject<AuthorizationPolicy> policy) {
    return Boolean.parseBoolean(policy.meta().annotation(DRY_RUN));
  }
}
