package io.meltemi.webhook.inject;

import com.google.common.base.Joiner;
import com.google.common.collect.ImmutableSortedMap;
import io.meltemi.webhook.values.ProxyValues.InterceptionValues;
import java.util.stream.Stream;

/** What of a pod's traffic goes to its proxy: its annotations, over the values. */
record Interception(
    String includeOutboundRanges,
    String excludeOutboundRanges,
    String includeOutboundPorts,
    String excludeOutboundPorts,
    String includeInboundPorts,
    String excludeInboundPorts,
    String excludeInterfaces,
    String virtualInterfaces) {

  static Interception of(ProxyPlan plan) {
    PodAnnotations said = plan.annotations();
    InterceptionValues values = plan.values().global().proxy().interception();
    return new Interception(
        said.list(Annotations.INCLUDE_OUTBOUND_RANGES, Texts.Check.RANGES_OR_ALL)
            .orElse(values.includeIPRanges()),
        said.list(Annotations.EXCLUDE_OUTBOUND_RANGES, Texts.Check.RANGES)
            .orElse(values.excludeIPRanges()),
        said.list(Annotations.INCLUDE_OUTBOUND_PORTS, Texts.Check.PORTS_OR_ALL)
            .orElse(values.includeOutboundPorts()),
        said.list(Annotations.EXCLUDE_OUTBOUND_PORTS, Texts.Check.PORTS)
            .orElse(values.excludeOutboundPorts()),
        said.list(Annotations.INCLUDE_INBOUND_PORTS, Texts.Check.PORTS_OR_ALL)
            .orElse(values.includeInboundPorts()),
        excludedInbound(
            plan.statusPort(),
            said.list(Annotations.EXCLUDE_INBOUND_PORTS, Texts.Check.PORTS)
                .orElse(values.excludeInboundPorts())),
        said.list(Annotations.EXCLUDE_INTERFACES, Texts.Check.INTERFACES).orElse(""),
        said.list(Annotations.REROUTE_INTERFACES, Texts.Check.INTERFACES)
            .or(() -> said.list(Annotations.KUBEVIRT_INTERFACES, Texts.Check.INTERFACES))
            .orElse(""));
  }

  /** The proxy's own ports are not to be taken in either. */
  private static String excludedInbound(int statusPort, String others) {
    Stream<String> own =
        Stream.of(Names.PROMETHEUS_PORT, Names.HEALTH_PORT, statusPort)
            .filter(port -> port != 0)
            .map(String::valueOf);
    return Joiner.on(',')
        .join(Stream.concat(own, Stream.of(others).filter(it -> !it.isEmpty())).iterator());
  }

  /** As annotations, by which a CNI plugin is told what an init container is told by flags. */
  ImmutableSortedMap<String, String> annotations() {
    ImmutableSortedMap.Builder<String, String> all = ImmutableSortedMap.naturalOrder();
    all.put(Annotations.INCLUDE_OUTBOUND_RANGES, includeOutboundRanges);
    all.put(Annotations.EXCLUDE_OUTBOUND_RANGES, excludeOutboundRanges);
    all.put(Annotations.INCLUDE_OUTBOUND_PORTS, includeOutboundPorts);
    all.put(Annotations.EXCLUDE_OUTBOUND_PORTS, excludeOutboundPorts);
    all.put(Annotations.INCLUDE_INBOUND_PORTS, includeInboundPorts);
    all.put(Annotations.EXCLUDE_INBOUND_PORTS, excludeInboundPorts);
    return all.buildOrThrow();
  }
}
