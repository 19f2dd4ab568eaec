package io.meltemi.translator.authz;

import com.google.common.collect.ImmutableList;
import io.envoyproxy.envoy.config.rbac.v3.Permission;
import io.envoyproxy.envoy.config.route.v3.HeaderMatcher;
import io.envoyproxy.envoy.type.matcher.v3.StringMatcher;
import java.util.ArrayList;
import java.util.List;

/**
 * Tests of the host that a request is for. {@code Example.com}, {@code example.com.} and {@code
 * example.com:8080} are the same host: a policy that named only one of them could be walked around.
 * A value that names a port means that port only.
 */
final class Hosts {

  private static final String AUTHORITY = ":authority";

  /**
   * What Envoy makes of two Host headers: both, with a comma between them. Nobody knows which of
   * them an application will take.
   */
  private static final Formula<Permission> TWO = test(containing(","));

  private Hosts() {}

  static Formula<Permission> host(String value, Leaning leaning) {
    List<HeaderMatcher> spellings = new ArrayList<>();
    switch (ValuePattern.parse(value)) {
      case ValuePattern.Present any -> spellings.add(any.headerMatcher(AUTHORITY, true));
      case ValuePattern.Exact(String text) -> exact(text, spellings);
      case ValuePattern.Prefix(String text) -> prefix(text, spellings);
      case ValuePattern.Suffix(String text) -> suffix(text, spellings);
    }
    Formula<Permission> named =
        Logic.PERMISSIONS.or(
            spellings.stream().map(Hosts::test).collect(ImmutableList.toImmutableList()));
    return switch (leaning) {
      case CERTAIN -> Logic.PERMISSIONS.and(ImmutableList.of(named, Logic.PERMISSIONS.not(TWO)));
      case POSSIBLE -> Logic.PERMISSIONS.or(ImmutableList.of(named, TWO));
    };
  }

  private static Formula<Permission> test(HeaderMatcher matcher) {
    return new Formula.When<>(Permission.newBuilder().setHeader(matcher).build());
  }

  private static void exact(String host, List<HeaderMatcher> spellings) {
    spellings.add(matcher(new ValuePattern.Exact(host)));
    int port = portSeparator(host);
    if (port < 0) {
      spellings.add(matcher(new ValuePattern.Prefix(host + ":")));
      spellings.add(matcher(new ValuePattern.Exact(host + ".")));
      spellings.add(matcher(new ValuePattern.Prefix(host + ".:")));
    } else {
      spellings.add(matcher(new ValuePattern.Exact(dotted(host, port))));
    }
  }

  /** {@code example.com:*} is any port. */
  private static void prefix(String beginning, List<HeaderMatcher> spellings) {
    spellings.add(matcher(new ValuePattern.Prefix(beginning)));
    int port = portSeparator(beginning);
    if (port >= 0) {
      spellings.add(matcher(new ValuePattern.Prefix(dotted(beginning, port))));
    }
  }

  private static void suffix(String ending, List<HeaderMatcher> spellings) {
    spellings.add(matcher(new ValuePattern.Suffix(ending)));
    int port = portSeparator(ending);
    if (port < 0) {
      spellings.add(containing(ending + ":"));
      spellings.add(matcher(new ValuePattern.Suffix(ending + ".")));
      spellings.add(containing(ending + ".:"));
    } else {
      spellings.add(matcher(new ValuePattern.Suffix(dotted(ending, port))));
    }
  }

  /** Where the port begins; the colons of an IPv6 address are in brackets. */
  private static int portSeparator(String host) {
    int colon = host.lastIndexOf(':');
    return colon > host.lastIndexOf(']') ? colon : -1;
  }

  private static String dotted(String host, int port) {
    return host.substring(0, port) + "." + host.substring(port);
  }

  private static HeaderMatcher matcher(ValuePattern pattern) {
    return pattern.headerMatcher(AUTHORITY, true);
  }

  private static HeaderMatcher containing(String text) {
    return HeaderMatcher.newBuilder()
        .setName(AUTHORITY)
        .setStringMatch(StringMatcher.newBuilder().setContains(text).setIgnoreCase(true))
        .build();
  }
}
