package io.meltemi.istiod.push;

import io.meltemi.ca.SpiffeId;
import io.meltemi.translator.proxy.ProxyDescriptor;
import io.meltemi.translator.proxy.SecretSource;
import java.util.Optional;

/**
 * Whether a proxy is who its node says. What a proxy gets depends on its namespace and its service
 * account, so a caller that is known may only speak of its own; a service account that it does not
 * speak of is no objection, as with Istio.
 */
final class CallerCheck {

  private CallerCheck() {}

  static Optional<String> objection(ProxyDescriptor proxy, Optional<SpiffeId> caller) {
    if (caller.isEmpty()) {
      return Optional.empty();
    }
    SpiffeId known = caller.get();
    boolean sameAccount =
        proxy.serviceAccount().isEmpty() || proxy.serviceAccount().equals(known.serviceAccount());
    return sameAccount && proxy.namespace().equals(known.namespace())
        ? Optional.empty()
        : Optional.of(
            "the caller is "
                + known
                + ", but its node is of "
                + printable(proxy.namespace())
                + "/"
                + printable(proxy.serviceAccount()));
  }

  /** Without a proven identity there is no certificate, and so no use in asking for one. */
  static ProxyDescriptor asKnown(ProxyDescriptor proxy, Optional<SpiffeId> caller) {
    return caller.isEmpty() && proxy.secrets() == SecretSource.ADS
        ? proxy.withSecrets(SecretSource.NONE)
        : proxy;
  }

  /** What a node says ends up in logs and answers. */
  private static String printable(String text) {
    String plain = text.replaceAll("[^\\x20-\\x7E]", "?");
    return plain.length() <= 100 ? plain : plain.substring(0, 100) + "…";
  }
}
