package io.meltemi.translator.config.standin;

import com.google.common.base.CharMatcher;
import com.google.common.base.Splitter;
import com.google.common.collect.ImmutableSet;
import com.google.common.primitives.Ints;
import io.meltemi.translator.diagnostic.Diagnostic;
import io.meltemi.translator.diagnostic.Severity;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Where an object is wrong: the paths of its errors. */
final class Faults {

  /** Whoever finds this many has stopped writing them down. */
  private static final int TOO_MANY = 100;

  private static final String SPEC = "spec";
  private static final CharMatcher NEXT_STEP = CharMatcher.anyOf(".[");

  private final ImmutableSet<String> paths;
  private final boolean complete;
  private final boolean isScopeReadable;

  private Faults(ImmutableSet<String> paths, boolean complete, boolean isScopeReadable) {
    this.paths = paths;
    this.complete = complete;
    this.isScopeReadable = isScopeReadable;
  }

  static Faults of(List<Diagnostic> problems) {
    return new Faults(
        problems.stream()
            .filter(problem -> problem.severity() == Severity.ERROR)
            .map(Diagnostic::field)
            .collect(ImmutableSet.toImmutableSet()),
        problems.size() < TOO_MANY,
        true);
  }

  /** Of an object of which nothing can be relied on but what it is for. */
  Faults everywhere() {
    return new Faults(paths, false, isScopeReadable);
  }

  /** Of an object of which nothing can be relied on at all. */
  Faults alsoInItsScope() {
    return new Faults(paths, false, false);
  }

  /** Whether what is not said to be wrong with selectors and targets is right. */
  boolean isScopeReadable() {
    return isScopeReadable;
  }

  /**
   * Whether something is wrong that is in none of these fields of the spec: then nobody knows what
   * it has to do with the rest. What is wrong with the metadata has nothing to do with it.
   */
  boolean isElsewhere(ImmutableSet<String> fields) {
    return !complete
        || paths.stream()
            .filter(path -> !isOrUnder(path, "metadata") && !isOrUnder(path, "status"))
            .anyMatch(path -> fields.stream().noneMatch(field -> isOrUnder(path, at(field))));
  }

  boolean isAt(String field) {
    return paths.contains(at(field));
  }

  /** At a field of the spec, or inside of it. */
  boolean isIn(String field) {
    String place = at(field);
    return paths.stream().anyMatch(path -> isOrUnder(path, place));
  }

  /** Whether an item of a list could not be read as an item: those after it have moved up. */
  boolean hasUnreadableItem(String list) {
    String start = at(list) + "[";
    return paths.stream()
        .anyMatch(path -> path.startsWith(start) && path.indexOf(']') == path.length() - 1);
  }

  /** The fields of one item of a list that something is wrong in, or the item itself. */
  ImmutableSet<String> fieldsOf(String list, int index) {
    String start = at(list) + "[" + index + "].";
    return paths.stream()
        .filter(path -> path.startsWith(start))
        .map(path -> path.substring(start.length()))
        .map(rest -> Splitter.on(NEXT_STEP).splitToList(rest).getFirst())
        .collect(ImmutableSet.toImmutableSet());
  }

  /** The keys of a map's entries that something is wrong in, as far as they are numbers. */
  ImmutableSet<Integer> numberedEntries(String map) {
    return paths.stream()
        .flatMap(path -> Stream.ofNullable(number(path, at(map) + "[")))
        .collect(ImmutableSet.toImmutableSet());
  }

  /** Whether nothing is wrong with a map but inside of entries with numbers as keys. */
  boolean isInNumberedEntriesOnly(String map) {
    return paths.stream()
        .filter(path -> isOrUnder(path, at(map)))
        .allMatch(path -> number(path, at(map) + "[") != null);
  }

  private static @Nullable Integer number(String path, String start) {
    int end = path.indexOf(']');
    return path.startsWith(start) && end > start.length()
        ? Ints.tryParse(path.substring(start.length(), end))
        : null;
  }

  private static String at(String field) {
    return SPEC + "." + field;
  }

  private static boolean isOrUnder(String path, String place) {
    return path.startsWith(place)
        && (path.length() == place.length() || NEXT_STEP.matches(path.charAt(place.length())));
  }
}
