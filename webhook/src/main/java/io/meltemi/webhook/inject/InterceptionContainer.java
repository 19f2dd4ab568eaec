package io.meltemi.webhook.inject;

import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.ContainerBuilder;
import io.meltemi.webhook.values.GlobalValues;
import io.meltemi.webhook.values.ResourceValues;
import java.util.List;

/** The init container that makes the kernel send a pod's traffic to its proxy. */
final class InterceptionContainer {

  private InterceptionContainer() {}

  static Container of(ProxyPlan plan, long proxyUser) {
    GlobalValues global = plan.values().global();
    ResourceValues own = global.proxyInit().resources();
    ContainerBuilder container =
        new ContainerBuilder()
            .withName(Names.INIT)
            .withImage(ProxyImage.below(global, global.proxyInit().image()))
            .withArgs(arguments(plan, proxyUser))
            .withResources(own.isEmpty() ? ProxyResources.of(plan) : ProxyResources.of(own))
            .withSecurityContext(ProxySecurity.interception(plan));
    if (!global.imagePullPolicy().isEmpty()) {
      container.withImagePullPolicy(global.imagePullPolicy());
    }
    return container.build();
  }

  /** The flags of Istio's program, which ours has, too. */
  private static List<String> arguments(ProxyPlan plan, long proxyUser) {
    Interception captured = Interception.of(plan);
    List<String> arguments = new java.util.ArrayList<>();
    arguments.addAll(
        List.of(
            "istio-iptables",
            "-p",
            String.valueOf(Names.OUTBOUND_PORT),
            "-z",
            String.valueOf(Names.INBOUND_PORT),
            "-u",
            String.valueOf(proxyUser),
            "-m",
            plan.mode().name(),
            "-i",
            captured.includeOutboundRanges(),
            "-x",
            captured.excludeOutboundRanges(),
            "-b",
            captured.includeInboundPorts(),
            "-d",
            captured.excludeInboundPorts()));
    add(arguments, "-q", captured.includeOutboundPorts());
    add(arguments, "-o", captured.excludeOutboundPorts());
    add(arguments, "-c", captured.excludeInterfaces());
    add(arguments, "-k", captured.virtualInterfaces());
    return arguments;
  }

  private static void add(List<String> arguments, String flag, String value) {
    if (!value.isEmpty()) {
      arguments.add(flag);
      arguments.add(value);
    }
  }
}
