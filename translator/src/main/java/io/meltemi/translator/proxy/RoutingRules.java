package io.meltemi.translator.proxy;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableListMultimap;
import com.google.common.collect.ImmutableSet;
import io.meltemi.translator.config.ConfigObject;
import io.meltemi.translator.config.VirtualService;
import io.meltemi.translator.model.ExportTo;
import io.meltemi.translator.model.MeshModel;
import java.util.Comparator;

/** All VirtualServices that are not only delegates, prepared, the oldest first. */
final class RoutingRules {

  static final RoutingRules EMPTY = new RoutingRules(ImmutableList.of());

  private static final Comparator<ConfigObject<VirtualService>> OLDEST_FIRST =
      Comparator.<ConfigObject<VirtualService>, java.time.Instant>comparing(
              object -> object.meta().creationTimestamp())
          .thenComparing(ConfigObject::key);

  private final ImmutableList<PreparedRoute> all;
  private final ImmutableListMultimap<String, PreparedRoute> byGateway;

  private RoutingRules(ImmutableList<PreparedRoute> all) {
    this.all = all;
    ImmutableListMultimap.Builder<String, PreparedRoute> gateways = ImmutableListMultimap.builder();
    all.forEach(route -> route.gateways().forEach(gateway -> gateways.put(gateway, route)));
    this.byGateway = gateways.build();
  }

  static RoutingRules of(MeshModel model) {
    return new RoutingRules(
        model.virtualServices().all().stream()
            .filter(object -> !object.spec().hosts().isEmpty())
            .sorted(OLDEST_FIRST)
            .map(object -> prepare(object, model))
            .collect(ImmutableList.toImmutableList()));
  }

  private static PreparedRoute prepare(ConfigObject<VirtualService> source, MeshModel model) {
    ConfigObject<VirtualService> object = source;
    return new PreparedRoute(
        object,
        ExportTo.parse(
            source.spec().exportTo(),
            model.meshConfig().defaultVirtualServiceExportTo(),
            source.namespace()),
        gateways(object));
  }

  private static ImmutableSet<String> gateways(ConfigObject<VirtualService> object) {
    return object.spec().gateways().isEmpty()
        ? ImmutableSet.of(PreparedRoute.MESH)
        : object.spec().gateways().stream()
            .map(name -> GatewayReference.resolve(name, object.namespace()))
            .collect(ImmutableSet.toImmutableSet());
  }

  /** Those for sidecars. */
  ImmutableList<PreparedRoute> forMesh() {
    return byGateway.get(PreparedRoute.MESH);
  }

  /** Those bound to a Gateway, {@code namespace/name}. */
  ImmutableList<PreparedRoute> forGateway(String gateway) {
    return byGateway.get(gateway);
  }

  ImmutableList<PreparedRoute> all() {
    return all;
  }
}
