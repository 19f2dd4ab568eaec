package io.meltemi.istiod.cli;

import com.google.common.collect.ImmutableSet;
import io.meltemi.istiod.watch.AllowedAddresses;
import io.meltemi.istiod.watch.KeySetOptions;
import java.util.Locale;
import picocli.CommandLine.Option;

/** How the keys of token issuers are fetched. */
final class KeySetFlags {

  /** Istio's words for "not only istiod". */
  private static final ImmutableSet<String> BY_PROXIES =
      ImmutableSet.of("envoy", "hybrid", "true", "1");

  private static final ImmutableSet<String> BY_ISTIOD = ImmutableSet.of("istiod", "false", "0", "");

  @Option(
      names = "--jwksFetch",
      paramLabel = "istiod|envoy",
      defaultValue = "${env:PILOT_JWT_ENABLE_REMOTE_JWKS:-istiod}",
      description =
          "who fetches jwksUri; with envoy, proxies do where it is a service they see (default:"
              + " ${DEFAULT-VALUE})")
  private String fetch = "";

  @Option(
      names = "--jwksAllow",
      paramLabel = "CIDR,...",
      defaultValue = "",
      description =
          "loopback, link-local or metadata addresses that istiod may fetch jwksUri from all the"
              + " same")
  private String allow = "";

  KeySetOptions options() {
    return new KeySetOptions(
        allowed(), KeySetOptions.DEFAULT.patience(), KeySetOptions.DEFAULT.pace(), byProxies());
  }

  private AllowedAddresses allowed() {
    try {
      return AllowedAddresses.parse(allow);
    } catch (IllegalArgumentException e) {
      throw new CommandFailure(
          "--jwksAllow: takes blocks such as 127.0.0.0/8, not " + allow + ": " + e.getMessage());
    }
  }

  private boolean byProxies() {
    String word = fetch.toLowerCase(Locale.ROOT);
    if (!BY_PROXIES.contains(word) && !BY_ISTIOD.contains(word)) {
      throw new CommandFailure("--jwksFetch: takes istiod or envoy, not " + fetch);
    }
    return BY_PROXIES.contains(word);
  }
}
