package io.meltemi.translator.proxy;

import com.google.common.collect.ImmutableList;
import io.meltemi.translator.config.ConfigObject;
import io.meltemi.translator.config.Sidecar;
import io.meltemi.translator.config.VirtualService;
import io.meltemi.translator.model.MeshService;
import io.meltemi.translator.model.Protocol;
import io.meltemi.translator.model.ServiceIndex;
import io.meltemi.translator.model.ServiceKey;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;

/** What one egress listener of a Sidecar lets its workloads see. */
final class EgressImports {

  private final ImmutableList<HostImport> imports;
  private final Sidecar.EgressListener listener;
  private final String namespace;

  EgressImports(Sidecar.EgressListener listener, String namespace) {
    this.listener = listener;
    this.namespace = namespace;
    this.imports =
        listener.hosts().stream()
            .map(host -> HostImport.parse(host, namespace))
            .filter(host -> !host.isNothing())
            .collect(ImmutableList.toImmutableList());
  }

  ImmutableList<MeshService> services(ServiceIndex all) {
    SortedMap<ServiceKey, MeshService> imported = new TreeMap<>();
    for (HostImport wanted : imports) {
      for (MeshService candidate : candidates(wanted, all)) {
        if (wanted.host().covers(candidate.hostname()) && hasPort(candidate)) {
          imported.put(candidate.key(), candidate);
        }
      }
    }
    return ServiceVisibility.decided(imported.values(), namespace);
  }

  private static Collection<MeshService> candidates(HostImport wanted, ServiceIndex all) {
    if (!wanted.host().isWildcard()) {
      List<MeshService> named = new ArrayList<>(all.withHostname(wanted.host().text()));
      named.removeIf(service -> !wanted.allows(service.namespace()));
      return named;
    }
    return wanted.isAnyNamespace() ? all.all() : all.inNamespace(wanted.namespace());
  }

  /** A listener for one port brings the services that have it; an HTTP proxy brings any. */
  private boolean hasPort(MeshService service) {
    return listener
        .port()
        .filter(port -> port.number() != 0)
        .filter(port -> Protocol.parse(port.protocol()) != Protocol.HTTP_PROXY)
        .map(port -> service.port(port.number()).isPresent())
        .orElse(true);
  }

  ImmutableList<ConfigObject<VirtualService>> virtualServices(RoutingRules rules) {
    ImmutableList.Builder<ConfigObject<VirtualService>> imported = ImmutableList.builder();
    for (PreparedRoute route : rules.forMesh()) {
      if (route.isVisibleTo(namespace) && isWanted(route)) {
        imported.add(route.object());
      }
    }
    return imported.build();
  }

  private boolean isWanted(PreparedRoute route) {
    for (HostImport wanted : imports) {
      boolean allowed = wanted.allows(route.object().namespace());
      if (allowed && route.hosts().stream().anyMatch(wanted.host()::overlaps)) {
        return true;
      }
    }
    return false;
  }
}
