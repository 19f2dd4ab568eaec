package io.meltemi.webhook.inject;

import io.fabric8.kubernetes.api.model.SecurityContext;
import io.fabric8.kubernetes.api.model.SecurityContextBuilder;
import io.meltemi.translator.proxy.InterceptionMode;
import io.meltemi.webhook.values.ProxyValues;
import java.util.ArrayList;
import java.util.List;

/** What the injected containers may do. */
final class ProxySecurity {

  private ProxySecurity() {}

  /** As little as there is, but for what TPROXY and low ports need. */
  static SecurityContext proxy(ProxyPlan plan) {
    boolean tproxy = plan.mode() == InterceptionMode.TPROXY;
    boolean lowPorts = plan.annotations().flag(Annotations.CAP_NET_BIND_SERVICE).orElse(false);
    List<String> added = new ArrayList<>();
    if (tproxy) {
      added.add("NET_ADMIN");
    }
    if (lowPorts) {
      added.add("NET_BIND_SERVICE");
    }
    // A capability that is added is of use to root only; the group still tells who it is.
    boolean root = !added.isEmpty();
    ProxyValues values = plan.values().global().proxy();
    SecurityContextBuilder context =
        new SecurityContextBuilder()
            .withAllowPrivilegeEscalation(values.privileged())
            .withPrivileged(values.privileged())
            .withNewCapabilities()
            .withAdd(added)
            .withDrop("ALL")
            .endCapabilities()
            .withReadOnlyRootFilesystem(true)
            .withRunAsGroup(Names.PROXY_ID)
            .withRunAsUser(root ? 0 : Names.PROXY_ID)
            .withRunAsNonRoot(!root);
    seccomp(context, values);
    return context.build();
  }

  /** Of the container that changes the rules of the pod's network. */
  static SecurityContext interception(ProxyPlan plan) {
    ProxyValues values = plan.values().global().proxy();
    SecurityContextBuilder context =
        new SecurityContextBuilder()
            .withAllowPrivilegeEscalation(values.privileged())
            .withPrivileged(values.privileged())
            .withNewCapabilities()
            .withAdd("NET_ADMIN", "NET_RAW")
            .withDrop("ALL")
            .endCapabilities()
            // iptables locks by a file below /run.
            .withReadOnlyRootFilesystem(false)
            .withRunAsGroup(0L)
            .withRunAsUser(0L)
            .withRunAsNonRoot(false);
    seccomp(context, values);
    return context.build();
  }

  private static void seccomp(SecurityContextBuilder context, ProxyValues values) {
    if (!values.seccompProfile().isEmpty()) {
      context.withNewSeccompProfile().withType(values.seccompProfile()).endSeccompProfile();
    }
  }
}
