package io.meltemi.istiod.xds.testing;

import io.meltemi.translator.xds.ModelRevision;
import io.meltemi.translator.xds.ProxySnapshot;
import io.meltemi.translator.xds.ResourceSet;
import io.meltemi.translator.xds.XdsResource;
import io.meltemi.translator.xds.XdsType;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/** Snapshots derived from each other, as a publisher derives them. */
public final class TestSnapshots {

  private TestSnapshots() {}

  public static ProxySnapshot of(long revision, XdsResource... resources) {
    Map<XdsType, ResourceSet> sets = new EnumMap<>(XdsType.class);
    for (XdsType type : XdsType.values()) {
      sets.put(
          type, ResourceSet.of(List.of(resources).stream().filter(r -> r.type() == type).toList()));
    }
    return ProxySnapshot.of(new ModelRevision(revision), sets);
  }

  /**
   * A small mesh: {@code services} clusters {@code s0, s1, …} with an endpoint each, and a listener
   * {@code l0, …} with a route table {@code r0, …} to each.
   */
  public static ProxySnapshot mesh(long revision, int services) {
    return of(
        revision,
        IntStream.range(0, services)
            .boxed()
            .flatMap(
                i ->
                    List.of(
                        TestResources.cluster("s" + i, 0),
                        TestResources.endpoints("s" + i, 20_000 + i % 10_000),
                        TestResources.listener("l" + i, 30_000 + i % 10_000, "r" + i),
                        TestResources.route("r" + i, "s" + i))
                        .stream())
            .toArray(XdsResource[]::new));
  }

  /** The next revision with some resources added or replaced. */
  public static ProxySnapshot with(ProxySnapshot snapshot, XdsResource... upserted) {
    Map<XdsType, ResourceSet> sets = new EnumMap<>(snapshot.resources());
    for (XdsResource resource : upserted) {
      sets.compute(
          resource.type(),
          (_, set) ->
              (set == null ? ResourceSet.EMPTY : set).changed(List.of(resource), List.of()));
    }
    return ProxySnapshot.of(snapshot.revision().next(), sets);
  }

  /** The next revision without a resource. */
  public static ProxySnapshot without(ProxySnapshot snapshot, XdsType type, String name) {
    Map<XdsType, ResourceSet> sets = new EnumMap<>(snapshot.resources());
    sets.computeIfPresent(type, (_, set) -> set.changed(List.of(), List.of(name)));
    return ProxySnapshot.of(snapshot.revision().next(), sets);
  }
}
