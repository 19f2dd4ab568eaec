package io.meltemi.translator.config.decode;

import com.google.common.collect.ImmutableList;
import io.meltemi.translator.config.decode.ConfigTree.Entry;
import io.meltemi.translator.config.decode.ConfigTree.Mapping;
import io.meltemi.translator.config.decode.ConfigTree.Sequence;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Collects the fields of one mapping: refuses a key that is there twice, resolves {@code <<}. */
final class MappingBuilder {

  /** Up to here, comparing with all keys is cheaper than hashing. */
  private static final int FEW = 8;

  private static final String MERGE = "<<";

  private final List<Entry> entries = new ArrayList<>(FEW);
  private final List<Mapping> merged = new ArrayList<>(0);
  private @Nullable Set<String> keys;

  void add(Entry entry, boolean plainKey) throws MalformedException {
    if (plainKey && entry.key().equals(MERGE)) {
      merge(entry);
      return;
    }
    if (contains(entry.key())) {
      throw new MalformedException(
          "the key \"" + entry.key() + "\" is written twice; keep one",
          entry.line(),
          entry.column());
    }
    append(entry);
  }

  Mapping build(int line, int column) {
    for (Mapping mapping : merged) {
      for (Entry entry : mapping.entries()) {
        if (!contains(entry.key())) {
          append(entry);
        }
      }
    }
    return new Mapping(ImmutableList.copyOf(entries), line, column);
  }

  private void append(Entry entry) {
    entries.add(entry);
    if (keys != null) {
      keys.add(entry.key());
    }
  }

  private boolean contains(String key) {
    if (entries.size() <= FEW) {
      for (Entry entry : entries) {
        if (entry.key().equals(key)) {
          return true;
        }
      }
      return false;
    }
    Set<String> known = keys;
    if (known == null) {
      known = new HashSet<>();
      for (Entry entry : entries) {
        known.add(entry.key());
      }
      keys = known;
    }
    return known.contains(key);
  }

  private void merge(Entry entry) throws MalformedException {
    switch (entry.value()) {
      case Mapping mapping -> merged.add(mapping);
      case Sequence(ImmutableList<ConfigTree> items, int _, int _)
          when items.stream().allMatch(Mapping.class::isInstance) ->
          items.forEach(item -> merged.add((Mapping) item));
      case ConfigTree other ->
          throw new MalformedException(
              "<< takes a mapping or a list of mappings, not " + other.description(),
              entry.line(),
              entry.column());
    }
  }
}
