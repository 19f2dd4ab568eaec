package io.meltemi.translator.proxy;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableSet;
import io.meltemi.translator.config.ConfigObject;
import io.meltemi.translator.config.Destination;
import io.meltemi.translator.config.HttpRoute;
import io.meltemi.translator.config.VirtualService;
import io.meltemi.translator.model.Hostname;
import io.meltemi.translator.model.MeshService;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Everything that any egress listener lets through, and the services that visible VirtualServices
 * route to: those need clusters though no listener names them.
 */
final class RoutedServices {

  private RoutedServices() {}

  static ImmutableList<MeshService> union(
      List<EgressScope> egress, ServiceVisibility visibility, String namespace, String domain) {
    Map<String, MeshService> all = new TreeMap<>();
    for (EgressScope scope : egress) {
      scope.services().services().forEach(service -> all.putIfAbsent(service.hostname(), service));
    }
    for (EgressScope scope : egress) {
      for (ConfigObject<VirtualService> rule : scope.virtualServices()) {
        for (String host : destinations(rule, domain)) {
          if (!all.containsKey(host)) {
            visibility.find(host, namespace).ifPresent(service -> all.put(host, service));
          }
        }
      }
    }
    return ImmutableList.copyOf(all.values());
  }

  private static ImmutableSet<String> destinations(
      ConfigObject<VirtualService> object, String domain) {
    VirtualService rule = object.spec();
    List<Destination> found = new ArrayList<>();
    for (HttpRoute route : rule.http()) {
      route.route().forEach(weighted -> found.add(weighted.destination()));
      route.mirror().ifPresent(found::add);
      route.mirrors().forEach(mirror -> found.add(mirror.destination()));
    }
    rule.tls()
        .forEach(route -> route.route().forEach(weighted -> found.add(weighted.destination())));
    rule.tcp()
        .forEach(route -> route.route().forEach(weighted -> found.add(weighted.destination())));
    return found.stream()
        .map(to -> Hostname.resolve(to.host(), object.namespace(), domain).text())
        .collect(ImmutableSet.toImmutableSet());
  }
}
