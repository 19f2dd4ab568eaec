package io.meltemi.translator.proxy;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableSortedMap;
import io.meltemi.translator.config.ConfigObject;
import io.meltemi.translator.config.Sidecar;
import io.meltemi.translator.model.ExportTo;
import io.meltemi.translator.model.MeshService;
import io.meltemi.translator.model.Protocol;
import io.meltemi.translator.model.Resolution;
import io.meltemi.translator.model.ServiceKey;
import io.meltemi.translator.model.ServicePort;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** The ports a sidecar takes requests on: those its Sidecar lists, else those of its services. */
final class InboundPorts {

  private InboundPorts() {}

  static ImmutableList<InboundPort> of(
      ImmutableList<ServiceTarget> targets, Optional<ConfigObject<Sidecar>> sidecar) {
    Map<Integer, InboundPort> ports = new TreeMap<>();
    if (sidecar.isPresent() && !sidecar.get().spec().ingress().isEmpty()) {
      for (Sidecar.IngressListener listener : sidecar.get().spec().ingress()) {
        ports.putIfAbsent(listener.port().number(), port(listener, sidecar.get(), targets));
      }
    } else {
      for (ServiceTarget target : targets) {
        ports.putIfAbsent(
            target.targetPort(),
            new InboundPort(
                target.targetPort(),
                target.port().name(),
                target.port().protocol(),
                target.port().number(),
                target.service(),
                Optional.empty()));
      }
    }
    return ImmutableList.copyOf(ports.values());
  }

  private static InboundPort port(
      Sidecar.IngressListener listener,
      ConfigObject<Sidecar> sidecar,
      ImmutableList<ServiceTarget> targets) {
    Sidecar.Port port = listener.port();
    Optional<ServiceTarget> target =
        targets.stream()
            .filter(candidate -> candidate.targetPort() == port.number())
            .findFirst()
            .or(
                () ->
                    targets.stream()
                        .filter(candidate -> candidate.port().number() == port.number())
                        .findFirst());
    return new InboundPort(
        port.number(),
        port.name(),
        Protocol.parse(port.protocol()),
        target.map(t -> t.port().number()).orElse(port.number()),
        target.map(ServiceTarget::service).orElseGet(() -> standIn(sidecar, port)),
        Optional.of(listener));
  }

  /** A port that no service has still needs one to be named after. */
  private static MeshService standIn(ConfigObject<Sidecar> sidecar, Sidecar.Port port) {
    return new MeshService(
        new ServiceKey(sidecar.name() + "." + sidecar.namespace(), sidecar.namespace()),
        sidecar.key(),
        ImmutableList.of(
            new ServicePort(port.number(), port.name(), Protocol.parse(port.protocol()))),
        ImmutableList.of(),
        Resolution.STATIC,
        false,
        false,
        Optional.empty(),
        ExportTo.ALL,
        ImmutableSortedMap.of(),
        ImmutableSortedMap.of(),
        ImmutableList.of(),
        sidecar.meta().creationTimestamp());
  }
}
