package io.meltemi.ca.authority;

import com.google.common.collect.ImmutableSortedMap;
import java.util.Optional;

/** A vault of two istiods in one process, which may show somebody an older state for a while. */
final class MemoryVault {
  private Optional<RootVault.Kept> newest = Optional.empty();
  private int writes;

  int writes() {
    return writes;
  }

  Optional<RootVault.Kept> newest() {
    return newest;
  }

  /** Somebody who is no istiod leaves a request. */
  void ask(String request) {
    ImmutableSortedMap.Builder<String, String> entries = ImmutableSortedMap.naturalOrder();
    newest.orElseThrow().entries().entrySet().stream()
        .filter(entry -> !entry.getKey().equals(RotationRequest.ENTRY))
        .forEach(entries::put);
    put(entries.put(RotationRequest.ENTRY, request).buildOrThrow());
  }

  private String put(ImmutableSortedMap<String, String> entries) {
    String version = Integer.toString(++writes);
    newest = Optional.of(new RootVault.Kept(entries, version));
    return version;
  }

  /** One istiod's look at it. */
  final class View implements RootVault {
    private final boolean leads;
    private Optional<Kept> shown = Optional.empty();
    private boolean late;

    View(boolean leads) {
      this.leads = leads;
    }

    /** From now on what is read without asking stays as it is. */
    void beLate() {
      shown = newest;
      late = true;
    }

    void catchUp() {
      late = false;
    }

    @Override
    public Optional<Kept> read() {
      return late ? shown : newest;
    }

    @Override
    public Optional<Kept> readNewest() {
      return newest;
    }

    @Override
    public Optional<String> write(
        ImmutableSortedMap<String, String> entries, Optional<String> instead) {
      return newest.map(Kept::version).equals(instead)
          ? Optional.of(put(entries))
          : Optional.empty();
    }

    @Override
    public boolean leads() {
      return leads;
    }
  }
}
