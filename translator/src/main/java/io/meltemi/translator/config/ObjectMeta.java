package io.meltemi.translator.config;

import com.google.common.collect.ImmutableSortedMap;
import java.time.Instant;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * The part of Kubernetes' metadata that a mesh acts on.
 *
 * <p>{@code generation} is for status reports only and is left out of equality: a status update
 * must not look like a change of the object. {@code resourceVersion} is not here at all, for the
 * same reason.
 *
 * @param creationTimestamp {@link Instant#EPOCH} when the source does not know
 */
public record ObjectMeta(
    ImmutableSortedMap<String, String> labels,
    ImmutableSortedMap<String, String> annotations,
    Instant creationTimestamp,
    long generation) {

  public static final ObjectMeta EMPTY =
      new ObjectMeta(ImmutableSortedMap.of(), ImmutableSortedMap.of(), Instant.EPOCH, 0);

  /** Metadata with labels and nothing else. */
  public static ObjectMeta labelled(Map<String, String> labels) {
    return new ObjectMeta(
        ImmutableSortedMap.copyOf(labels), ImmutableSortedMap.of(), Instant.EPOCH, 0);
  }

  /** The label's value, or the empty string. */
  public String label(String name) {
    return labels.getOrDefault(name, "");
  }

  /** The annotation's value, or the empty string. */
  public String annotation(String name) {
    return annotations.getOrDefault(name, "");
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return this == other
        || (other instanceof ObjectMeta that
            && labels.equals(that.labels)
            && annotations.equals(that.annotations)
            && creationTimestamp.equals(that.creationTimestamp));
  }

  @Override
  public int hashCode() {
    return Objects.hash(labels, annotations, creationTimestamp);
  }
}
