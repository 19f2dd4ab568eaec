package io.meltemi.istiod.quarantine;

import com.google.common.collect.ImmutableList;
import io.meltemi.translator.diagnostic.ConfigKey;
import io.meltemi.translator.diagnostic.Diagnostic;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * What there is to say about objects that proxies refuse: once for each object, however many
 * proxies refuse it, and the same for as long as one of them does.
 *
 * <p>Mutable; belongs to one thread.
 */
public final class Docket {

  private SortedMap<ConfigKey, Blame> said = new TreeMap<>();

  /** What there is to say now. */
  public ImmutableList<Diagnostic> of(Iterable<CaseFile> cases) {
    SortedMap<ConfigKey, Blame> now = new TreeMap<>();
    for (CaseFile each : cases) {
      each.blames().forEach((key, blame) -> now.merge(key, blame, this::steady));
    }
    said = now;
    return now.values().stream().map(Blame::diagnostic).collect(ImmutableList.toImmutableList());
  }

  /** Of two proxies' words about an object, those that were said before. */
  private Blame steady(Blame one, Blame other) {
    return other.equals(said.get(other.object())) ? other : one;
  }
}
