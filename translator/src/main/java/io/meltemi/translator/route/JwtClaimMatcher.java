package io.meltemi.translator.route;

import com.google.common.base.Splitter;
import com.google.common.collect.ImmutableList;
import io.envoyproxy.envoy.type.matcher.v3.ListMatcher;
import io.envoyproxy.envoy.type.matcher.v3.MetadataMatcher;
import io.envoyproxy.envoy.type.matcher.v3.OrMatcher;
import io.envoyproxy.envoy.type.matcher.v3.StringMatcher;
import io.envoyproxy.envoy.type.matcher.v3.ValueMatcher;
import io.meltemi.translator.config.StringMatch;
import java.util.Optional;

/**
 * Matches claims of a JWT that was verified before: {@code @request.auth.claims[group][id]}, also
 * spelt with dots. They are in the metadata of Envoy's JWT filter, under its payload.
 */
final class JwtClaimMatcher {

  /** Envoy's filter, and where our use of it leaves the payload. */
  private static final String FILTER = "envoy.filters.http.jwt_authn";

  private static final String PAYLOAD = "payload";
  private static final String CLAIMS = "@request.auth.claims";
  private static final Splitter DOTS = Splitter.on('.').omitEmptyStrings();
  private static final Splitter BRACKETS = Splitter.on("][");

  private JwtClaimMatcher() {}

  static boolean isClaim(String header) {
    return header.startsWith(CLAIMS);
  }

  /** The claim is the text, or a list that has it. */
  static Optional<MetadataMatcher> matcher(
      String header, StringMatch value, boolean invert, Findings findings) {
    Optional<ImmutableList<String>> path = path(header.substring(CLAIMS.length()));
    if (path.isEmpty()) {
      findings.invalid("\"" + header + "\" does not name a claim");
      return Optional.empty();
    }
    return StringMatchers.matcher(value, findings).map(text -> matcher(path.get(), text, invert));
  }

  private static MetadataMatcher matcher(
      ImmutableList<String> path, StringMatcher text, boolean invert) {
    ValueMatcher single = ValueMatcher.newBuilder().setStringMatch(text).build();
    ValueMatcher oneOf =
        ValueMatcher.newBuilder().setListMatch(ListMatcher.newBuilder().setOneOf(single)).build();
    MetadataMatcher.Builder matcher =
        MetadataMatcher.newBuilder()
            .setFilter(FILTER)
            .addPath(segment(PAYLOAD))
            .setInvert(invert)
            .setValue(
                ValueMatcher.newBuilder()
                    .setOrMatch(
                        OrMatcher.newBuilder().addValueMatchers(single).addValueMatchers(oneOf)));
    path.forEach(claim -> matcher.addPath(segment(claim)));
    return matcher.build();
  }

  private static MetadataMatcher.PathSegment segment(String key) {
    return MetadataMatcher.PathSegment.newBuilder().setKey(key).build();
  }

  private static Optional<ImmutableList<String>> path(String text) {
    ImmutableList<String> claims;
    if (text.startsWith("[") && text.endsWith("]")) {
      claims = ImmutableList.copyOf(BRACKETS.split(text.substring(1, text.length() - 1)));
    } else if (text.startsWith(".")) {
      claims = ImmutableList.copyOf(DOTS.split(text));
    } else {
      return Optional.empty();
    }
    return claims.isEmpty() || claims.stream().anyMatch(String::isEmpty)
        ? Optional.empty()
        : Optional.of(claims);
  }
}
