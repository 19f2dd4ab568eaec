package io.meltemi.translator;

import com.google.common.collect.ImmutableList;
import io.meltemi.translator.diagnostic.Diagnostic;
import io.meltemi.translator.xds.ProxySnapshot;

/** What a class of proxies gets, and what there is to say about the objects behind it. */
public record Translation(ProxySnapshot snapshot, ImmutableList<Diagnostic> diagnostics) {

  static Translation of(ProxySnapshot snapshot) {
    return new Translation(snapshot, ImmutableList.of());
  }

  Translation with(ImmutableList<Diagnostic> more) {
    return more.isEmpty()
        ? this
        : new Translation(
            snapshot, ImmutableList.<Diagnostic>builder().addAll(diagnostics).addAll(more).build());
  }
}
