package io.meltemi.translator.xds;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableSet;
import com.google.common.collect.Iterables;
import com.google.common.hash.Hasher;
import com.google.common.hash.Hashing;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.Comparator;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The resources of one type that a proxy has: an immutable array sorted by name.
 *
 * <p>Sets are shared between proxies and derived from each other by copying references, so that a
 * change of one resource costs one array copy, and the difference of two sets one pass that mostly
 * compares references.
 */
public final class ResourceSet implements Iterable<XdsResource> {

  private static final Comparator<XdsResource> BY_NAME = Comparator.comparing(XdsResource::name);

  public static final ResourceSet EMPTY = new ResourceSet(new XdsResource[0]);

  private final XdsResource[] sorted;
  private @Nullable String version;

  private ResourceSet(XdsResource[] sorted) {
    this.sorted = sorted;
  }

  /** A set of resources with distinct names; throws if two share one. */
  public static ResourceSet of(Collection<XdsResource> resources) {
    if (resources.isEmpty()) {
      return EMPTY;
    }
    XdsResource[] sorted = resources.toArray(XdsResource[]::new);
    Arrays.sort(sorted, BY_NAME);
    for (int i = 1; i < sorted.length; i++) {
      if (sorted[i - 1].name().equals(sorted[i].name())) {
        throw new IllegalArgumentException("two resources are named " + sorted[i].name());
      }
    }
    return new ResourceSet(sorted);
  }

  public int size() {
    return sorted.length;
  }

  public boolean isEmpty() {
    return sorted.length == 0;
  }

  public Optional<XdsResource> get(String name) {
    int index = indexOf(name);
    return index < 0 ? Optional.empty() : Optional.of(sorted[index]);
  }

  /** The union; {@code other} wins where both have a name. */
  public ResourceSet including(ResourceSet other) {
    if (other.isEmpty()) {
      return this;
    }
    return isEmpty() ? other : changed(Arrays.asList(other.sorted), ImmutableList.of());
  }

  /** This set with some resources added or replaced, and some names removed. */
  public ResourceSet changed(Collection<XdsResource> upserted, Collection<String> removed) {
    if (replacesInPlace(upserted, removed)) {
      return replaced(upserted);
    }
    ImmutableSet<String> gone =
        ImmutableSet.<String>builder()
            .addAll(removed)
            .addAll(Iterables.transform(upserted, XdsResource::name))
            .build();
    XdsResource[] added = upserted.toArray(XdsResource[]::new);
    Arrays.sort(added, BY_NAME);
    List<XdsResource> merged = new ArrayList<>(sorted.length + added.length);
    int next = 0;
    for (XdsResource kept : sorted) {
      if (gone.contains(kept.name())) {
        continue;
      }
      while (next < added.length && BY_NAME.compare(added[next], kept) < 0) {
        merged.add(added[next++]);
      }
      merged.add(kept);
    }
    while (next < added.length) {
      merged.add(added[next++]);
    }
    return new ResourceSet(merged.toArray(XdsResource[]::new));
  }

  private boolean replacesInPlace(Collection<XdsResource> upserted, Collection<String> removed) {
    return removed.isEmpty()
        && upserted.stream().allMatch(resource -> indexOf(resource.name()) >= 0);
  }

  private ResourceSet replaced(Collection<XdsResource> upserted) {
    XdsResource[] copy = sorted.clone();
    boolean different = false;
    for (XdsResource resource : upserted) {
      int index = indexOf(resource.name());
      different |= !copy[index].equals(resource);
      copy[index] = resource;
    }
    return different ? new ResourceSet(copy) : this;
  }

  /** What somebody who has {@code earlier} must be told to have this. */
  public ResourceDelta since(ResourceSet earlier) {
    if (this == earlier) {
      return ResourceDelta.NONE;
    }
    ImmutableList.Builder<XdsResource> upserted = ImmutableList.builder();
    ImmutableList.Builder<String> removed = ImmutableList.builder();
    int i = 0;
    int j = 0;
    while (i < sorted.length || j < earlier.sorted.length) {
      int order =
          i == sorted.length
              ? 1
              : j == earlier.sorted.length
                  ? -1
                  : sorted[i] == earlier.sorted[j]
                      ? 0
                      : BY_NAME.compare(sorted[i], earlier.sorted[j]);
      if (order < 0) {
        upserted.add(sorted[i++]);
      } else if (order > 0) {
        removed.add(earlier.sorted[j++].name());
      } else {
        if (!sorted[i].equals(earlier.sorted[j])) {
          upserted.add(sorted[i]);
        }
        i++;
        j++;
      }
    }
    return new ResourceDelta(upserted.build(), removed.build());
  }

  /** A hash over all names and versions: the version of a state-of-the-world response. */
  public String version() {
    String known = version;
    if (known == null) {
      Hasher hasher = Hashing.murmur3_128().newHasher();
      for (XdsResource resource : sorted) {
        hasher.putString(resource.name(), StandardCharsets.UTF_8).putChar('\n');
        hasher.putString(resource.version(), StandardCharsets.UTF_8).putChar('\n');
      }
      known = hasher.hash().toString();
      version = known;
    }
    return known;
  }

  @Override
  public Iterator<XdsResource> iterator() {
    return Arrays.asList(sorted).iterator();
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return this == other
        || (other instanceof ResourceSet that && Arrays.equals(sorted, that.sorted));
  }

  @Override
  public int hashCode() {
    return Arrays.hashCode(sorted);
  }

  @Override
  public String toString() {
    return Arrays.toString(sorted);
  }

  private int indexOf(String name) {
    int low = 0;
    int high = sorted.length - 1;
    while (low <= high) {
      int middle = (low + high) >>> 1;
      int order = sorted[middle].name().compareTo(name);
      if (order == 0) {
        return middle;
      }
      if (order < 0) {
        low = middle + 1;
      } else {
        high = middle - 1;
      }
    }
    return -1;
  }
}
