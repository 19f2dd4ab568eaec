package io.meltemi.translator.model;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableListMultimap;
import com.google.common.collect.ImmutableSortedMap;
import io.meltemi.translator.diagnostic.ConfigKey;
import io.meltemi.translator.diagnostic.Diagnostic;
import java.util.Map;
import java.util.Objects;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * What is to be said about the user's objects, by object; kept until what is said changes. What
 * decoding and checks said is kept apart from what was found while deriving, because only the first
 * goes away with the object.
 */
public final class DiagnosticIndex {

  /** Who says it. */
  enum Source {
    /** Decoding and checks: about one object on its own. */
    OBJECTS,
    /** Services and ServiceEntries that claim the same hostname. */
    HOSTNAMES,
    SIDECARS,
    VIRTUAL_SERVICES,
    DESTINATION_RULES,
    GATEWAYS,
    PEER_AUTHENTICATIONS,
    MUTUAL_TLS,
    CREDENTIALS
  }

  public static final DiagnosticIndex EMPTY = new DiagnosticIndex(ImmutableSortedMap.of());

  private final ImmutableSortedMap<Source, ImmutableListMultimap<ConfigKey, Diagnostic>> sources;
  private final ImmutableListMultimap<ConfigKey, Diagnostic> byObject;

  private DiagnosticIndex(
      ImmutableSortedMap<Source, ImmutableListMultimap<ConfigKey, Diagnostic>> sources) {
    this.sources = sources;
    SortedMap<ConfigKey, ImmutableList.Builder<Diagnostic>> merged = new TreeMap<>();
    for (ImmutableListMultimap<ConfigKey, Diagnostic> said : sources.values()) {
      said.forEach(
          (object, diagnostic) ->
              merged.computeIfAbsent(object, _ -> ImmutableList.builder()).add(diagnostic));
    }
    ImmutableListMultimap.Builder<ConfigKey, Diagnostic> all = ImmutableListMultimap.builder();
    merged.forEach((object, diagnostics) -> all.putAll(object, diagnostics.build()));
    this.byObject = all.build();
  }

  /** Sorted by object. Derived ones carry no position: {@link MeshModel#located} fills it in. */
  public ImmutableListMultimap<ConfigKey, Diagnostic> byObject() {
    return byObject;
  }

  public ImmutableList<Diagnostic> of(ConfigKey object) {
    return byObject.get(object);
  }

  ImmutableListMultimap<ConfigKey, Diagnostic> of(Source source) {
    ImmutableListMultimap<ConfigKey, Diagnostic> said = sources.get(source);
    return said == null ? ImmutableListMultimap.of() : said;
  }

  /** With everything that one source says replaced; this very index if it says the same. */
  DiagnosticIndex with(Source source, ImmutableListMultimap<ConfigKey, Diagnostic> said) {
    if (said.equals(of(source))) {
      return this;
    }
    SortedMap<Source, ImmutableListMultimap<ConfigKey, Diagnostic>> next = new TreeMap<>(sources);
    next.put(source, said);
    return new DiagnosticIndex(ImmutableSortedMap.copyOfSorted(next));
  }

  /**
   * With what decoding and checks say of some objects replaced; nothing where the list is empty.
   */
  DiagnosticIndex withObjects(Map<ConfigKey, ImmutableList<Diagnostic>> changes) {
    ImmutableListMultimap<ConfigKey, Diagnostic> said = of(Source.OBJECTS);
    boolean same =
        changes.entrySet().stream()
            .allMatch(change -> said.get(change.getKey()).equals(change.getValue()));
    if (same) {
      return this;
    }
    SortedMap<ConfigKey, ImmutableList<Diagnostic>> next = new TreeMap<>();
    said.keySet().forEach(object -> next.put(object, said.get(object)));
    next.putAll(changes);
    ImmutableListMultimap.Builder<ConfigKey, Diagnostic> all = ImmutableListMultimap.builder();
    next.forEach(all::putAll);
    return with(Source.OBJECTS, all.build());
  }

  @Override
  public boolean equals(@org.jspecify.annotations.Nullable Object other) {
    return other instanceof DiagnosticIndex that && sources.equals(that.sources);
  }

  @Override
  public int hashCode() {
    return Objects.hash(byObject);
  }

  @Override
  public String toString() {
    return byObject.toString();
  }
}
