package io.meltemi.translator.config.decode;

import io.meltemi.translator.config.RequestAuthentication;

/** Reads a {@link RequestAuthentication}. */
final class RequestAuthenticationDecoder {

  private RequestAuthenticationDecoder() {}

  static RequestAuthentication requestAuthentication(ObjectReader in) {
    return new RequestAuthentication(
        in.object("selector", SharedDecoder::matchLabels),
        in.object("targetRef", SharedDecoder::policyTargetRef),
        in.list("targetRefs", SharedDecoder::policyTargetRef),
        in.list("jwtRules", RequestAuthenticationDecoder::jwtRule));
  }

  private static RequestAuthentication.JwtRule jwtRule(ObjectReader in) {
    return new RequestAuthentication.JwtRule(
        in.string("issuer"),
        in.strings("audiences"),
        in.string(in.spelling("jwksUri", "jwks_uri")),
        in.string("jwks"),
        in.list("fromHeaders", RequestAuthenticationDecoder::fromHeader),
        in.strings("fromParams"),
        in.strings("fromCookies"),
        in.string("outputPayloadToHeader"),
        in.bool("forwardOriginalToken"),
        in.list("outputClaimToHeaders", RequestAuthenticationDecoder::claimToHeader),
        in.duration("timeout"),
        in.strings("spaceDelimitedClaims"));
  }

  private static RequestAuthentication.FromHeader fromHeader(ObjectReader in) {
    return new RequestAuthentication.FromHeader(in.requiredString("name"), in.string("prefix"));
  }

  private static RequestAuthentication.ClaimToHeader claimToHeader(ObjectReader in) {
    return new RequestAuthentication.ClaimToHeader(
        in.requiredString("header"), in.requiredString("claim"));
  }
}
