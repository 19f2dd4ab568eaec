package io.meltemi.translator.config.decode;

import io.meltemi.translator.config.AuthorizationPolicy;

/** Reads an {@link AuthorizationPolicy}. */
final class AuthorizationPolicyDecoder {

  private AuthorizationPolicyDecoder() {}

  static AuthorizationPolicy authorizationPolicy(ObjectReader in) {
    return new AuthorizationPolicy(
        in.object("selector", SharedDecoder::matchLabels),
        in.object("targetRef", SharedDecoder::policyTargetRef),
        in.list("targetRefs", SharedDecoder::policyTargetRef),
        in.list("rules", AuthorizationPolicyDecoder::rule),
        in.enumeration("action", AuthorizationPolicy.Action.class),
        in.object("provider", AuthorizationPolicyDecoder::provider));
  }

  private static AuthorizationPolicy.Provider provider(ObjectReader in) {
    return new AuthorizationPolicy.Provider(in.string("name"));
  }

  private static AuthorizationPolicy.Rule rule(ObjectReader in) {
    return new AuthorizationPolicy.Rule(
        in.list("from", AuthorizationPolicyDecoder::from),
        in.list("to", AuthorizationPolicyDecoder::to),
        in.list("when", AuthorizationPolicyDecoder::condition));
  }

  private static AuthorizationPolicy.Source source(ObjectReader in) {
    return new AuthorizationPolicy.Source(
        in.strings("principals"),
        in.strings("notPrincipals"),
        in.strings("requestPrincipals"),
        in.strings("notRequestPrincipals"),
        in.strings("namespaces"),
        in.strings("notNamespaces"),
        in.strings("serviceAccounts"),
        in.strings("notServiceAccounts"),
        in.strings("ipBlocks"),
        in.strings("notIpBlocks"),
        in.strings("remoteIpBlocks"),
        in.strings("notRemoteIpBlocks"),
        in.strings("trustDomains"),
        in.strings("notTrustDomains"));
  }

  private static AuthorizationPolicy.Operation operation(ObjectReader in) {
    return new AuthorizationPolicy.Operation(
        in.strings("hosts"),
        in.strings("notHosts"),
        in.strings("ports"),
        in.strings("notPorts"),
        in.strings("methods"),
        in.strings("notMethods"),
        in.strings("paths"),
        in.strings("notPaths"));
  }

  private static AuthorizationPolicy.Condition condition(ObjectReader in) {
    return new AuthorizationPolicy.Condition(
        in.requiredString("key"), in.strings("values"), in.strings("notValues"));
  }

  /** {@code from: [{source: …}]}: the API wraps each source. */
  private static AuthorizationPolicy.Source from(ObjectReader in) {
    return in.objectOrEmpty("source", AuthorizationPolicyDecoder::source);
  }

  private static AuthorizationPolicy.Operation to(ObjectReader in) {
    return in.objectOrEmpty("operation", AuthorizationPolicyDecoder::operation);
  }
}
