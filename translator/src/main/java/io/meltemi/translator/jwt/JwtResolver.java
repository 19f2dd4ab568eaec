package io.meltemi.translator.jwt;

import com.google.common.collect.ImmutableList;
import io.meltemi.translator.config.ConfigObject;
import io.meltemi.translator.config.JwkSet;
import io.meltemi.translator.config.KeySet;
import io.meltemi.translator.config.RequestAuthentication;
import io.meltemi.translator.config.RequestAuthentication.JwtRule;
import io.meltemi.translator.diagnostic.Diagnostic;
import io.meltemi.translator.diagnostic.DiagnosticCode;
import io.meltemi.translator.diagnostic.Position;
import io.meltemi.translator.proxy.ProxyView;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Says whose tokens a proxy knows: the issuers of all its policies together. */
final class JwtResolver {

  private final ProxyView view;
  private final KeysCluster clusters;
  private final List<Diagnostic> diagnostics = new ArrayList<>();

  private JwtResolver(ProxyView view) {
    this.view = view;
    this.clusters = new KeysCluster(view.outbound().services());
  }

  /** What a proxy has, and what there is to say. */
  record Plan(JwtInputs inputs, ImmutableList<Diagnostic> diagnostics) {}

  static Plan resolve(ProxyView view) {
    JwtResolver resolver = new JwtResolver(view);
    ImmutableList.Builder<JwtInputs.Issuer> issuers = ImmutableList.builder();
    for (ConfigObject<RequestAuthentication> policy : view.policies().requestAuthentication()) {
      List<JwtRule> rules = policy.spec().jwtRules();
      for (int i = 0; i < rules.size(); i++) {
        issuers.add(new JwtInputs.Issuer(rules.get(i), resolver.keys(policy, i)));
      }
    }
    return new Plan(new JwtInputs(issuers.build()), ImmutableList.copyOf(resolver.diagnostics));
  }

  private JwtInputs.Keys keys(ConfigObject<RequestAuthentication> policy, int index) {
    JwtRule rule = policy.spec().jwtRules().get(index);
    if (rule.issuer().isEmpty()) {
      // To Envoy no issuer is any issuer.
      report(policy, index, ".issuer", "there is no issuer; write it down");
      return new JwtInputs.Keys.Nowhere();
    }
    if (!rule.jwks().isEmpty()) {
      return here(policy, index, ".jwks", JwkSet.parse(rule.jwks()));
    }
    Optional<String> address = rule.keysAddress();
    if (address.isEmpty()) {
      report(policy, index, "", "the issuer has no keys; add jwks or jwksUri");
      return new JwtInputs.Keys.Nowhere();
    }
    return published(policy, index, address.get());
  }

  private JwtInputs.Keys published(
      ConfigObject<RequestAuthentication> policy, int index, String address) {
    @Nullable KeySet published = view.policies().keySets().get(address);
    if (published == null) {
      report(policy, index, ".jwksUri", address + " is not fetched yet");
      return new JwtInputs.Keys.Nowhere();
    }
    if (published.fetchedByProxies() && !RequestAuthentication.JwtRule.isDiscovery(address)) {
      Optional<String> cluster = clusters.of(address);
      if (cluster.isPresent()) {
        return new JwtInputs.Keys.At(address, cluster.get());
      }
    }
    if (!published.problem().isEmpty()) {
      report(
          policy,
          index,
          ".jwksUri",
          address
              + " cannot be fetched: "
              + published.problem()
              + (published.json().isEmpty() ? "" : "; the keys fetched last are used"));
    }
    return published.json().isEmpty()
        ? new JwtInputs.Keys.Nowhere()
        : here(policy, index, ".jwksUri", JwkSet.parse(published.json()));
  }

  private JwtInputs.Keys here(
      ConfigObject<RequestAuthentication> policy, int index, String field, JwkSet keys) {
    if (keys.isEmpty()) {
      report(policy, index, field, "the key set " + keys.problem().orElse("is empty"));
      return new JwtInputs.Keys.Nowhere();
    }
    return new JwtInputs.Keys.Here(keys.json());
  }

  private void report(
      ConfigObject<RequestAuthentication> policy, int index, String field, String reason) {
    diagnostics.add(
        Diagnostic.warning(
            DiagnosticCode.UNREADABLE_SOURCE,
            policy.key(),
            Position.NONE,
            "spec.jwtRules[" + index + "]" + field,
            reason
                + (reason.endsWith("are used")
                    ? ""
                    : ". Until then every token of "
                        + policy.spec().jwtRules().get(index).issuer()
                        + " is refused")));
  }
}
