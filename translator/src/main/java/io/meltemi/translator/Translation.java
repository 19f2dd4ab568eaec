package io.meltemi.translator;

import com.google.common.collect.ImmutableList;
import io.meltemi.translator.diagnostic.Diagnostic;
import io.meltemi.translator.xds.ModelRevision;
import io.meltemi.translator.xds.ProxySnapshot;
import io.meltemi.translator.xds.ResourceSet;
import io.meltemi.translator.xds.XdsType;
import java.util.EnumMap;
import java.util.Map;

/** What a class of proxies gets, and what there is to say about the objects behind it. */
public record Translation(ProxySnapshot snapshot, ImmutableList<Diagnostic> diagnostics) {

  static Translation of(ProxySnapshot snapshot) {
    return new Translation(snapshot, ImmutableList.of());
  }

  /** The same at another revision, with other resources of one type. */
  Translation with(ModelRevision revision, XdsType type, ResourceSet resources) {
    Map<XdsType, ResourceSet> all = new EnumMap<>(snapshot.resources());
    all.put(type, resources);
    return new Translation(ProxySnapshot.of(revision, all), diagnostics);
  }

  Translation with(ImmutableList<Diagnostic> more) {
    return more.isEmpty()
        ? this
        : new Translation(
            snapshot, ImmutableList.<Diagnostic>builder().addAll(diagnostics).addAll(more).build());
  }
}
