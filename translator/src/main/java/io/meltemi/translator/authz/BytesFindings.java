package io.meltemi.translator.authz;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableSortedSet;
import com.google.common.primitives.Ints;
import io.meltemi.translator.config.AuthorizationPolicy;
import io.meltemi.translator.config.AuthorizationPolicy.Action;
import io.meltemi.translator.config.AuthorizationPolicy.Operation;
import io.meltemi.translator.config.AuthorizationPolicy.Rule;
import io.meltemi.translator.config.ConfigObject;
import io.meltemi.translator.diagnostic.Diagnostic;
import io.meltemi.translator.diagnostic.DiagnosticCode;
import io.meltemi.translator.diagnostic.Position;
import io.meltemi.translator.proxy.InboundPort;
import io.meltemi.translator.proxy.ProxyView;
import java.util.List;
import java.util.stream.Stream;

/**
 * Says where a rule asks about requests on a port that takes bytes, and what it does there. Ports
 * whose protocol is found out by looking are left out: mostly they take requests.
 */
final class BytesFindings {

  private final ImmutableSortedSet<Integer> ports;
  private final List<Diagnostic> diagnostics;

  BytesFindings(ProxyView view, List<Diagnostic> diagnostics) {
    this.ports =
        view.proxyClass().inbound().stream()
            .filter(BytesFindings::takesBytes)
            .map(InboundPort::port)
            .collect(ImmutableSortedSet.toImmutableSortedSet(Integer::compareTo));
    this.diagnostics = diagnostics;
  }

  private static boolean takesBytes(InboundPort port) {
    return switch (port.protocol()) {
      case TCP, TLS, HTTPS, MONGO, MYSQL, REDIS -> true;
      case HTTP, HTTP_PROXY, HTTP2, GRPC, GRPC_WEB, DETECT, UDP -> false;
    };
  }

  void check(ConfigObject<AuthorizationPolicy> policy) {
    List<Rule> rules = policy.spec().rules();
    for (int i = 0; i < rules.size(); i++) {
      ImmutableList<Integer> meant = meant(rules.get(i));
      if (!meant.isEmpty() && asksAboutRequests(rules.get(i))) {
        diagnostics.add(
            Diagnostic.warning(
                DiagnosticCode.INEFFECTIVE,
                policy.key(),
                Position.NONE,
                "spec.rules[" + i + "]",
                "asks about requests, but port "
                    + meant.getFirst()
                    + " takes bytes: there it "
                    + effect(policy.spec().action())
                    + "; name the ports it is meant for"));
      }
    }
  }

  private static String effect(Action action) {
    return switch (action) {
      case ALLOW -> "allows nothing";
      case DENY -> "refuses all that its other fields match";
      case AUDIT -> "marks all that its other fields match";
      case CUSTOM -> "asks about all that its other fields match";
    };
  }

  /** The ports of bytes that the rule does not leave out itself. */
  private ImmutableList<Integer> meant(Rule rule) {
    return ports.stream()
        .filter(
            port ->
                rule.to().isEmpty()
                    || rule.to().stream().anyMatch(operation -> means(operation, port)))
        .collect(ImmutableList.toImmutableList());
  }

  private static boolean means(Operation operation, Integer port) {
    return (operation.ports().isEmpty() || numbers(operation.ports()).anyMatch(port::equals))
        && numbers(operation.notPorts()).noneMatch(port::equals);
  }

  private static Stream<Integer> numbers(List<String> texts) {
    return texts.stream().flatMap(text -> Stream.ofNullable(Ints.tryParse(text)));
  }

  private static boolean asksAboutRequests(Rule rule) {
    return rule.to().stream().anyMatch(BytesFindings::asksAboutRequests)
        || rule.from().stream()
            .anyMatch(
                source ->
                    !source.requestPrincipals().isEmpty()
                        || !source.notRequestPrincipals().isEmpty())
        || rule.when().stream().anyMatch(condition -> condition.key().startsWith("request."));
  }

  private static boolean asksAboutRequests(Operation operation) {
    return Stream.of(
            operation.hosts(),
            operation.notHosts(),
            operation.methods(),
            operation.notMethods(),
            operation.paths(),
            operation.notPaths())
        .anyMatch(values -> !values.isEmpty());
  }
}
