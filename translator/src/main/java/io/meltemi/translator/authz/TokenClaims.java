package io.meltemi.translator.authz;

import com.google.common.base.Splitter;
import com.google.common.collect.ImmutableList;
import io.envoyproxy.envoy.config.rbac.v3.Principal;
import io.envoyproxy.envoy.config.rbac.v3.SourcedMetadata;
import io.envoyproxy.envoy.type.matcher.v3.ListMatcher;
import io.envoyproxy.envoy.type.matcher.v3.MetadataMatcher;
import io.envoyproxy.envoy.type.matcher.v3.OrMatcher;
import io.envoyproxy.envoy.type.matcher.v3.StringMatcher;
import io.envoyproxy.envoy.type.matcher.v3.ValueMatcher;
import java.util.Optional;

/**
 * Tests of a verified JSON web token: its payload is in the metadata of Envoy's JWT filter. A token
 * that was not verified leaves nothing there.
 */
final class TokenClaims {

  private static final String FILTER = "envoy.filters.http.jwt_authn";
  private static final String PAYLOAD = "payload";
  private static final Splitter BRACKETS = Splitter.on("][");

  private TokenClaims() {}

  /** The claim is a text that matches, or a list with one. */
  static Principal claim(ImmutableList<String> path, StringMatcher text) {
    ValueMatcher single = ValueMatcher.newBuilder().setStringMatch(text).build();
    ValueMatcher oneOf =
        ValueMatcher.newBuilder().setListMatch(ListMatcher.newBuilder().setOneOf(single)).build();
    return matching(
        path,
        ValueMatcher.newBuilder()
            .setOrMatch(OrMatcher.newBuilder().addValueMatchers(single).addValueMatchers(oneOf))
            .build());
  }

  /** The claim is a text that matches. */
  static Principal textClaim(String name, StringMatcher text) {
    return matching(ImmutableList.of(name), ValueMatcher.newBuilder().setStringMatch(text).build());
  }

  /** {@code [group][id]} names a claim inside a claim. */
  static Optional<ImmutableList<String>> path(String brackets) {
    if (!brackets.startsWith("[") || !brackets.endsWith("]") || brackets.length() < 2) {
      return Optional.empty();
    }
    ImmutableList<String> names =
        ImmutableList.copyOf(BRACKETS.split(brackets.substring(1, brackets.length() - 1)));
    return names.stream().anyMatch(String::isEmpty) ? Optional.empty() : Optional.of(names);
  }

  private static Principal matching(ImmutableList<String> path, ValueMatcher value) {
    MetadataMatcher.Builder matcher =
        MetadataMatcher.newBuilder().setFilter(FILTER).addPath(segment(PAYLOAD)).setValue(value);
    path.forEach(name -> matcher.addPath(segment(name)));
    return Principal.newBuilder()
        .setSourcedMetadata(SourcedMetadata.newBuilder().setMetadataMatcher(matcher))
        .build();
  }

  static MetadataMatcher.PathSegment segment(String key) {
    return MetadataMatcher.PathSegment.newBuilder().setKey(key).build();
  }
}
