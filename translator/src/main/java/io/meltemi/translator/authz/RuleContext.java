package io.meltemi.translator.authz;

/**
 * What a rule is read for.
 *
 * @param namespace the policy's own, which service accounts without one are in
 */
record RuleContext(Layer layer, Leaning leaning, String namespace, TrustDomains trustDomains) {

  boolean isHttp() {
    return layer == Layer.HTTP;
  }
}
