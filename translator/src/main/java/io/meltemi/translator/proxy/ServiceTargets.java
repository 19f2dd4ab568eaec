package io.meltemi.translator.proxy;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableSet;
import com.google.common.collect.ImmutableSortedMap;
import io.meltemi.translator.config.WorkloadSelector;
import io.meltemi.translator.model.MeshEndpoint;
import io.meltemi.translator.model.MeshModel;
import io.meltemi.translator.model.MeshService;
import io.meltemi.translator.model.MeshWorkload;
import io.meltemi.translator.model.Protocol;
import io.meltemi.translator.model.ServiceKey;
import io.meltemi.translator.model.ServicePort;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Which services a proxy's workload serves. Those that have its address among their endpoints, and
 * those that select it: a pod must take its probes and first requests before it is anybody's
 * endpoint. Only services of its own namespace, so that nobody can put ports into another's
 * proxies.
 */
final class ServiceTargets {

  private final MeshModel model;
  private final ProxyDescriptor proxy;
  private final Optional<MeshWorkload> workload;
  private final Map<ServiceKey, List<ServiceTarget>> found = new HashMap<>();
  private Optional<MeshEndpoint> standsAt = Optional.empty();

  private ServiceTargets(MeshModel model, ProxyDescriptor proxy, Optional<MeshWorkload> workload) {
    this.model = model;
    this.proxy = proxy;
    this.workload = workload;
  }

  /**
   * The answer.
   *
   * @param targets those of the oldest service first
   * @param endpoint one of the endpoints that has the proxy's address, if any does
   */
  record Found(ImmutableList<ServiceTarget> targets, Optional<MeshEndpoint> endpoint) {}

  static Found find(MeshModel model, ProxyDescriptor proxy, Optional<MeshWorkload> workload) {
    ServiceTargets search = new ServiceTargets(model, proxy, workload);
    search.byAddress();
    search.bySelector();
    List<ServiceTarget> all = new ArrayList<>();
    search.found.values().stream()
        .sorted(
            (one, other) ->
                MeshService.OLDEST_FIRST.compare(
                    one.getFirst().service(), other.getFirst().service()))
        .forEach(all::addAll);
    return new Found(ImmutableList.copyOf(all), search.standsAt);
  }

  private void byAddress() {
    ImmutableSet.Builder<String> addresses = ImmutableSet.builder();
    addresses.addAll(proxy.addresses());
    workload.ifPresent(known -> addresses.addAll(known.addresses()));
    for (String address : addresses.build()) {
      for (ServiceKey key : model.endpoints().servicesAt(address)) {
        if (key.namespace().equals(proxy.namespace())) {
          model.services().get(key).ifPresent(service -> byAddress(service, address));
        }
      }
    }
  }

  private void byAddress(MeshService service, String address) {
    for (MeshEndpoint endpoint : model.endpoints().of(service.key()).endpoints()) {
      if (endpoint.address().equals(address) && isOwn(endpoint)) {
        add(service, endpoint.ports());
        if (standsAt.isEmpty()) {
          standsAt = Optional.of(endpoint);
        }
      }
    }
  }

  /** Several workloads may share an address; the name tells them apart. */
  private boolean isOwn(MeshEndpoint endpoint) {
    return endpoint.workload().isEmpty()
        || workload.isEmpty()
        || endpoint.workload().equals(workload.get().namespace() + "/" + workload.get().name());
  }

  private void bySelector() {
    MeshWorkload known = workload.orElseGet(() -> OwnWorkload.described(proxy));
    for (MeshService service : model.services().inNamespace(proxy.namespace())) {
      boolean selects =
          !service.selector().isEmpty()
              && !found.containsKey(service.key())
              && new WorkloadSelector(service.selector()).selects(known.labels());
      if (selects) {
        add(service, model.discovery().targetPorts(service, known));
      }
    }
  }

  private void add(MeshService service, ImmutableSortedMap<Integer, Integer> ports) {
    for (ServicePort port : service.ports()) {
      Integer target = ports.get(port.number());
      if (target != null && port.protocol() != Protocol.UDP) {
        List<ServiceTarget> targets = found.computeIfAbsent(service.key(), _ -> new ArrayList<>());
        ServiceTarget one = new ServiceTarget(service, port, target);
        if (!targets.contains(one)) {
          targets.add(one);
        }
      }
    }
  }
}
