package io.meltemi.translator.route;

import com.google.common.collect.Interner;
import com.google.common.collect.Interners;
import io.meltemi.translator.config.MeshConfig;
import io.meltemi.translator.memo.Memo;
import io.meltemi.translator.memo.MemoStats;
import io.meltemi.translator.xds.XdsResource;

/** The generators of this package, each behind its memo. */
final class RouteMemos {

  private final Memo<ServiceRoutesInputs, RoutesFragment> services;
  private final Memo<VirtualServiceRoutesInputs, RoutesFragment> rules;
  private final Memo<CatchAllRoutesInputs, RoutesFragment> catchAlls;
  private final Memo<VirtualHostInputs, VirtualHostFragment> hosts;
  private final Memo<RouteConfigurationInputs, XdsResource> configurations;

  // Part of nearly all keys: the same reference compares fastest.
  private final Interner<RouteDefaults> defaults = Interners.newWeakInterner();

  private RouteMemos(
      Memo<ServiceRoutesInputs, RoutesFragment> services,
      Memo<VirtualServiceRoutesInputs, RoutesFragment> rules,
      Memo<CatchAllRoutesInputs, RoutesFragment> catchAlls,
      Memo<VirtualHostInputs, VirtualHostFragment> hosts,
      Memo<RouteConfigurationInputs, XdsResource> configurations) {
    this.services = services;
    this.rules = rules;
    this.catchAlls = catchAlls;
    this.hosts = hosts;
    this.configurations = configurations;
  }

  static RouteMemos create() {
    return new RouteMemos(new Memo<>(), new Memo<>(), new Memo<>(), new Memo<>(), new Memo<>());
  }

  static RouteMemos withoutMemo() {
    return new RouteMemos(
        Memo.disabled(), Memo.disabled(), Memo.disabled(), Memo.disabled(), Memo.disabled());
  }

  RoutesFragment routes(ServiceRoutesInputs inputs) {
    return services.get(inputs, ServiceRoutesGenerator::generate);
  }

  RoutesFragment routes(VirtualServiceRoutesInputs inputs) {
    return rules.get(inputs, VirtualServiceRoutesGenerator::generate);
  }

  RoutesFragment routes(CatchAllRoutesInputs inputs) {
    return catchAlls.get(inputs, CatchAllRoutesGenerator::generate);
  }

  VirtualHostFragment host(VirtualHostInputs inputs) {
    return hosts.get(inputs, VirtualHostGenerator::generate);
  }

  XdsResource configuration(RouteConfigurationInputs inputs) {
    return configurations.get(inputs, RouteConfigurationGenerator::generate);
  }

  /** What the mesh says about every virtual host. */
  RouteDefaults defaults(MeshConfig mesh) {
    return defaults.intern(RouteDefaults.of(mesh));
  }

  MemoStats stats() {
    return services
        .stats()
        .plus(rules.stats())
        .plus(catchAlls.stats())
        .plus(hosts.stats())
        .plus(configurations.stats());
  }
}
