package io.meltemi.translator.secret;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableSet;
import io.meltemi.translator.config.ClientTls;
import io.meltemi.translator.config.ConfigObject;
import io.meltemi.translator.config.CredentialName;
import io.meltemi.translator.config.DestinationRule;
import io.meltemi.translator.diagnostic.Diagnostic;
import io.meltemi.translator.diagnostic.DiagnosticCode;
import io.meltemi.translator.diagnostic.Position;
import io.meltemi.translator.proxy.CredentialProblems;
import io.meltemi.translator.proxy.ProxyView;
import io.meltemi.translator.proxy.RuleCredentials;
import io.meltemi.translator.proxy.TrafficRules;
import java.util.Optional;
import java.util.stream.Stream;

/** Says of which rules the Secret is not there, or no good: their connections fail until it is. */
final class RuleFindings {

  private RuleFindings() {}

  static ImmutableList<Diagnostic> of(ProxyView view) {
    TrafficRules rules = view.outbound().rules();
    return rules.withCredentials().stream()
        .flatMap(rule -> of(view, rules, rule))
        .distinct()
        .collect(ImmutableList.toImmutableList());
  }

  private static Stream<Diagnostic> of(
      ProxyView view, TrafficRules rules, ConfigObject<DestinationRule> rule) {
    ImmutableSet<String> problems =
        RuleCredentials.of(rule.spec())
            .flatMap(tls -> problems(view, tls))
            .collect(ImmutableSet.toImmutableSet());
    return rules.originsOf(rule).stream()
        .flatMap(
            origin ->
                problems.stream()
                    .map(
                        problem ->
                            Diagnostic.warning(
                                DiagnosticCode.UNKNOWN_REFERENCE,
                                origin,
                                Position.NONE,
                                "credentialName",
                                problem + "; until then connections fail")));
  }

  private static Stream<String> problems(ProxyView view, ClientTls tls) {
    CredentialProblems why = new CredentialProblems(view.credentials());
    Optional<CredentialName> name = CredentialName.parse(tls.credentialName());
    return Stream.concat(
        name.filter(_ -> tls.mode() == ClientTls.Mode.MUTUAL).flatMap(why::ofIdentity).stream(),
        name.flatMap(it -> why.ofRoots(it, view.credentials().findRoots(it), "Secret")).stream());
  }
}
