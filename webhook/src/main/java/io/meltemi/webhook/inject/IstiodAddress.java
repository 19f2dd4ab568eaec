package io.meltemi.webhook.inject;

/** Where a pod's proxy finds its istiod. */
final class IstiodAddress {

  private IstiodAddress() {}

  /** {@code istiod-REVISION.NAMESPACE.svc:15012}, if nothing else is said. */
  static String of(ProxyPlan plan) {
    String said =
        plan.annotations()
            .word(Annotations.DISCOVERY_ADDRESS, Texts.Check.HOST_AND_PORT)
            .orElse(plan.settings().discoveryAddress());
    if (!said.isEmpty()) {
      if (Texts.Check.HOST_AND_PORT.accepts(said)) {
        return said;
      }
      plan.annotations()
          .problem(Annotations.PROXY_CONFIG, "discoveryAddress: \"" + said + "\" is no address");
    }
    String revision = plan.values().revisionName();
    return "istiod"
        + (revision.equals("default") ? "" : "-" + revision)
        + "."
        + plan.values().global().istioNamespace()
        + ".svc:"
        + Names.ISTIOD_PORT;
  }
}
