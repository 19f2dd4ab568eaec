package io.meltemi.translator.proxy;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableSet;
import io.meltemi.translator.config.ConfigObject;
import io.meltemi.translator.config.MeshConfig;
import io.meltemi.translator.config.VirtualService;
import io.meltemi.translator.model.ExportTo;
import io.meltemi.translator.model.Hostname;
import io.meltemi.translator.model.MeshModel;
import java.util.Optional;

/**
 * A VirtualService as the proxies are to see it: with its delegates merged in.
 *
 * @param sources what {@code object} is made of: the user's own, then its delegates
 * @param hosts with short names completed
 * @param gateways {@code namespace/name}, or {@code mesh}
 */
record PreparedRoute(
    ConfigObject<VirtualService> object,
    ImmutableList<ConfigObject<VirtualService>> sources,
    ImmutableSet<String> hosts,
    ExportTo exportTo,
    ImmutableSet<String> gateways) {

  static final String MESH = "mesh";

  /**
   * @param earlier the same rule in an earlier model; merging gives the same object as then if
   *     nothing that goes into it has changed
   */
  static PreparedRoute of(
      ConfigObject<VirtualService> source, MeshModel model, Optional<PreparedRoute> earlier) {
    ImmutableList.Builder<ConfigObject<VirtualService>> builder = ImmutableList.builder();
    builder.add(source);
    boolean delegates = DelegateMerge.isNeeded(source.spec());
    if (delegates) {
      builder.addAll(DelegateMerge.delegates(source, model));
    }
    ImmutableList<ConfigObject<VirtualService>> sources = builder.build();
    ConfigObject<VirtualService> object =
        delegates
            ? earlier
                .filter(known -> known.sources().equals(sources))
                .map(PreparedRoute::object)
                .orElseGet(() -> DelegateMerge.merge(source, model))
            : source;
    return new PreparedRoute(
        object,
        sources,
        source.spec().hosts().stream()
            .map(host -> Hostname.resolve(host, source.namespace(), model.domain()).text())
            .collect(ImmutableSet.toImmutableSet()),
        exportTo(source, model.meshConfig()),
        gateways(source));
  }

  static ExportTo exportTo(ConfigObject<VirtualService> object, MeshConfig config) {
    return ExportTo.parse(
        object.spec().exportTo(), config.defaultVirtualServiceExportTo(), object.namespace());
  }

  private static ImmutableSet<String> gateways(ConfigObject<VirtualService> object) {
    return object.spec().gateways().isEmpty()
        ? ImmutableSet.of(MESH)
        : object.spec().gateways().stream()
            .map(name -> GatewayReference.resolve(name, object.namespace()))
            .collect(ImmutableSet.toImmutableSet());
  }

  boolean isVisibleTo(String namespace) {
    return exportTo.allows(namespace);
  }
}
