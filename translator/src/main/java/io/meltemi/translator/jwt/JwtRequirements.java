package io.meltemi.translator.jwt;

import com.google.common.collect.ImmutableList;
import com.google.protobuf.Empty;
import io.envoyproxy.envoy.extensions.filters.http.jwt_authn.v3.JwtRequirement;
import io.envoyproxy.envoy.extensions.filters.http.jwt_authn.v3.JwtRequirementAndList;
import io.envoyproxy.envoy.extensions.filters.http.jwt_authn.v3.JwtRequirementOrList;

/**
 * What is required of requests: a valid token of any issuer, or none at all. A token that no issuer
 * vouches for is not none.
 */
final class JwtRequirements {

  private static final JwtRequirement NONE_GIVEN =
      JwtRequirement.newBuilder().setAllowMissing(Empty.getDefaultInstance()).build();

  private JwtRequirements() {}

  /** At least one provider. */
  static JwtRequirement of(ImmutableList<String> providers) {
    if (providers.size() == 1) {
      return any(ImmutableList.of(by(providers.getFirst()), NONE_GIVEN));
    }
    ImmutableList.Builder<JwtRequirement> ways = ImmutableList.builder();
    JwtRequirementAndList.Builder none = JwtRequirementAndList.newBuilder();
    for (String provider : providers) {
      ways.add(by(provider));
      none.addRequirements(any(ImmutableList.of(by(provider), NONE_GIVEN)));
    }
    return any(ways.add(JwtRequirement.newBuilder().setRequiresAll(none).build()).build());
  }

  private static JwtRequirement by(String provider) {
    return JwtRequirement.newBuilder().setProviderName(provider).build();
  }

  private static JwtRequirement any(ImmutableList<JwtRequirement> requirements) {
    return JwtRequirement.newBuilder()
        .setRequiresAny(JwtRequirementOrList.newBuilder().addAllRequirements(requirements))
        .build();
  }
}
