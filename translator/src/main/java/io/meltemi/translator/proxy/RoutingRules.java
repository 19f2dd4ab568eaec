package io.meltemi.translator.proxy;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableListMultimap;
import io.meltemi.translator.diagnostic.ConfigKey;
import io.meltemi.translator.model.MeshModel;
import io.meltemi.translator.model.ObjectIndex;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/** All VirtualServices that are not only delegates, prepared, the oldest first. */
final class RoutingRules {

  private final ImmutableList<PreparedRoute> all;
  private final ImmutableListMultimap<String, PreparedRoute> byGateway;

  private RoutingRules(ImmutableList<PreparedRoute> all) {
    this.all = all;
    ImmutableListMultimap.Builder<String, PreparedRoute> gateways = ImmutableListMultimap.builder();
    all.forEach(route -> route.gateways().forEach(gateway -> gateways.put(gateway, route)));
    this.byGateway = gateways.build();
  }

  static RoutingRules of(MeshModel model) {
    return of(model, Map.of());
  }

  /** For the next model. */
  RoutingRules next(MeshModel model) {
    Map<ConfigKey, PreparedRoute> earlier = new HashMap<>();
    all.forEach(route -> earlier.put(route.object().key(), route));
    return of(model, earlier);
  }

  private static RoutingRules of(MeshModel model, Map<ConfigKey, PreparedRoute> earlier) {
    return new RoutingRules(
        model.virtualServices().all().stream()
            .filter(object -> !object.spec().hosts().isEmpty())
            .sorted(ObjectIndex.oldestFirst())
            .map(
                object ->
                    PreparedRoute.of(object, model, Optional.ofNullable(earlier.get(object.key()))))
            .collect(ImmutableList.toImmutableList()));
  }

  /** Those for sidecars. */
  ImmutableList<PreparedRoute> forMesh() {
    return byGateway.get(PreparedRoute.MESH);
  }

  /** Those bound to a Gateway, {@code namespace/name}. */
  ImmutableList<PreparedRoute> forGateway(String gateway) {
    return byGateway.get(gateway);
  }
}
