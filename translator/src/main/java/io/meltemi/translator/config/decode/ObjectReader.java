package io.meltemi.translator.config.decode;

import com.google.common.base.CaseFormat;
import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableMap;
import com.google.common.collect.ImmutableSortedMap;
import com.google.protobuf.ByteString;
import com.google.protobuf.Struct;
import io.meltemi.translator.config.decode.ConfigTree.Entry;
import io.meltemi.translator.config.decode.ConfigTree.Mapping;
import io.meltemi.translator.config.decode.ConfigTree.Scalar;
import io.meltemi.translator.config.decode.ConfigTree.Sequence;
import io.meltemi.translator.diagnostic.ConfigKey;
import io.meltemi.translator.diagnostic.DiagnosticCode;
import io.meltemi.translator.diagnostic.FieldPath;
import java.time.Duration;
import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * A cursor over one mapping that gives its fields as the types a record wants.
 *
 * <p>A wrong type, a value out of range or a missing required field is reported and answered with
 * the value of an absent field, so that a decoder reads on and one pass reports everything. Fields
 * that nobody asked for are reported when the reader is closed, which {@link #object} and {@link
 * #list} do for the readers they make.
 */
final class ObjectReader {

  private final DecodeLog log;
  private final Mapping mapping;
  private final FieldPath path;
  private final FieldNames names;
  private final boolean[] asked;

  /** The names of all fields that were asked for; kept only to guess what a user meant. */
  private final @Nullable Set<String> vocabulary;

  private ObjectReader(
      DecodeLog log,
      Mapping mapping,
      FieldPath path,
      FieldNames names,
      @Nullable Set<String> vocabulary) {
    this.log = log;
    this.mapping = mapping;
    this.path = path;
    this.names = names;
    this.asked = new boolean[mapping.entries().size()];
    this.vocabulary = vocabulary;
  }

  static ObjectReader of(DecodeLog log, Mapping root, FieldNames names) {
    return new ObjectReader(log, root, FieldPath.ROOT, names, null);
  }

  /** A reader of nothing, whose complaints nobody hears. */
  private static ObjectReader ofNothing(@Nullable Set<String> vocabulary) {
    DecodeLog nowhere = new DecodeLog(new Document("", 1, Mapping.EMPTY), ConfigKey.NONE);
    return new ObjectReader(nowhere, Mapping.EMPTY, FieldPath.ROOT, FieldNames.OPEN, vocabulary);
  }

  // ---- single values ----

  /** A text, or the empty string. */
  String string(String field) {
    Scalar scalar = scalar(field);
    return scalar == null ? "" : text(scalar, path, field);
  }

  String requiredString(String field) {
    String text = string(field);
    if (text.isEmpty()) {
      missing(field);
    }
    return text;
  }

  Optional<String> optionalString(String field) {
    Scalar scalar = scalar(field);
    return scalar == null ? Optional.empty() : Optional.of(text(scalar, path, field));
  }

  boolean bool(String field) {
    return optionalBool(field).orElse(false);
  }

  Optional<Boolean> optionalBool(String field) {
    Scalar scalar = scalar(field);
    if (scalar == null) {
      return Optional.empty();
    }
    Optional<Boolean> value = Scalars.bool(scalar);
    if (value.isEmpty()) {
      wrong(field, scalar, "true or false");
    }
    return value;
  }

  /** A 32-bit number, or 0. */
  int integer(String field) {
    return optionalInteger(field).orElse(0);
  }

  Optional<Integer> optionalInteger(String field) {
    return ranged(field, Integer.MIN_VALUE, Integer.MAX_VALUE).map(Long::intValue);
  }

  /** A number that is not negative, or 0. */
  int unsigned(String field) {
    return optionalUnsigned(field).orElse(0);
  }

  Optional<Integer> optionalUnsigned(String field) {
    return ranged(field, 0, Integer.MAX_VALUE).map(Long::intValue);
  }

  int requiredUnsigned(String field) {
    Optional<Integer> value = optionalUnsigned(field);
    if (value.isEmpty() && peek(field) == null) {
      missing(field);
    }
    return value.orElse(0);
  }

  /** A 64-bit number that is not negative, or 0. */
  long unsignedLong(String field) {
    return ranged(field, 0, Long.MAX_VALUE).orElse(0L);
  }

  Optional<Long> optionalLong(String field) {
    return ranged(field, Long.MIN_VALUE, Long.MAX_VALUE);
  }

  Optional<Double> optionalDouble(String field) {
    Scalar scalar = scalar(field);
    if (scalar == null) {
      return Optional.empty();
    }
    Optional<Double> value = Scalars.decimal(scalar);
    if (value.isEmpty()) {
      wrong(field, scalar, "a number");
    }
    return value;
  }

  Optional<Duration> duration(String field) {
    Scalar scalar = scalar(field);
    if (scalar == null) {
      return Optional.empty();
    }
    Optional<Duration> value = GoDuration.parse(scalar.text());
    if (value.isEmpty()) {
      wrong(field, scalar, "a duration such as 1h, 30s or 200ms");
    }
    return value;
  }

  /** A value of an enum under its Java name, or the enum's first value. */
  <E extends Enum<E>> E enumeration(String field, Class<E> type) {
    return optionalEnumeration(field, type).orElse(type.getEnumConstants()[0]);
  }

  <E extends Enum<E>> Optional<E> optionalEnumeration(String field, Class<E> type) {
    Scalar scalar = scalar(field);
    if (scalar == null || scalar.text().isEmpty()) {
      return Optional.empty();
    }
    for (E value : type.getEnumConstants()) {
      if (value.name().equals(scalar.text())) {
        return Optional.of(value);
      }
    }
    wrong(
        field,
        scalar,
        "one of "
            + String.join(", ", Arrays.stream(type.getEnumConstants()).map(Enum::name).toList()));
    return Optional.empty();
  }

  /** A value whose spelling is not that of a Java constant ({@code ClusterIP}). */
  <E> E named(String field, ImmutableMap<String, E> values, E absent) {
    Scalar scalar = scalar(field);
    if (scalar == null || scalar.text().isEmpty()) {
      return absent;
    }
    E value = values.get(scalar.text());
    if (value == null) {
      wrong(field, scalar, "one of " + String.join(", ", values.keySet()));
      return absent;
    }
    return value;
  }

  /** The scalar itself, for what may be a number or a text. */
  Optional<Scalar> either(String field) {
    return Optional.ofNullable(scalar(field));
  }

  // ---- lists ----

  ImmutableList<String> strings(String field) {
    return items(field, "a list of strings", this::text);
  }

  ImmutableList<String> requiredStrings(String field) {
    ImmutableList<String> strings = strings(field);
    if (strings.isEmpty() && !(peek(field) instanceof Sequence items && !items.items().isEmpty())) {
      missing(field);
    }
    return strings;
  }

  ImmutableList<Integer> unsignedIntegers(String field) {
    return items(field, "a list of numbers", this::unsigned);
  }

  private interface ItemReader<T> {
    T read(Scalar scalar, FieldPath step);
  }

  private <T> ImmutableList<T> items(String field, String expected, ItemReader<T> reader) {
    Sequence sequence = sequence(field, expected);
    if (sequence == null) {
      return ImmutableList.of();
    }
    ImmutableList.Builder<T> items = ImmutableList.builderWithExpectedSize(sequence.items().size());
    for (int i = 0; i < sequence.items().size(); i++) {
      FieldPath step = path.item(field, i);
      if (sequence.items().get(i) instanceof Scalar scalar && !scalar.isNull()) {
        items.add(reader.read(scalar, step));
      } else {
        wrong(step, sequence.items().get(i), "a value");
      }
    }
    return items.build();
  }

  <T> ImmutableList<T> list(String field, Function<ObjectReader, T> decoder) {
    Sequence sequence = sequence(field, "a list");
    if (sequence == null) {
      return ImmutableList.of();
    }
    ImmutableList.Builder<T> items = ImmutableList.builderWithExpectedSize(sequence.items().size());
    for (int i = 0; i < sequence.items().size(); i++) {
      ConfigTree item = sequence.items().get(i);
      if (item instanceof Mapping child) {
        items.add(read(child, path.item(field, i), decoder));
      } else {
        wrong(path.item(field, i), item, "a mapping");
      }
    }
    return items.build();
  }

  // ---- mappings ----

  <T> Optional<T> object(String field, Function<ObjectReader, T> decoder) {
    Mapping child = child(field);
    return child == null ? Optional.empty() : Optional.of(read(child, path.field(field), decoder));
  }

  /** A mapping that must be there; an empty one is read in its place if it is not. */
  <T> T requiredObject(String field, Function<ObjectReader, T> decoder) {
    Optional<T> value = object(field, decoder);
    if (value.isEmpty() && peek(field) == null) {
      missing(field);
    }
    return value.orElseGet(() -> absent(decoder));
  }

  /** A mapping that means the same when it is empty as when it is not there. */
  <T> T objectOrEmpty(String field, Function<ObjectReader, T> decoder) {
    return object(field, decoder).orElseGet(() -> absent(decoder));
  }

  /** Reads fields of this same mapping into a record of their own. */
  <T> T here(Function<ObjectReader, T> decoder) {
    return decoder.apply(this);
  }

  ImmutableSortedMap<String, String> stringMap(String field) {
    return scalarMap(field, this::text);
  }

  ImmutableSortedMap<String, Integer> unsignedMap(String field) {
    return scalarMap(field, this::unsigned);
  }

  /** A map of base64 texts. */
  ImmutableSortedMap<String, ByteString> bytesMap(String field) {
    return scalarMap(
        field,
        (scalar, step) ->
            Scalars.bytes(scalar)
                .orElseGet(
                    () -> {
                      // Never quotes the value: it may be a key.
                      log.error(
                          DiagnosticCode.INVALID_VALUE,
                          scalar,
                          step.toString(),
                          "is not base64; use stringData for plain text");
                      return ByteString.EMPTY;
                    }));
  }

  Optional<ByteString> bytes(String field) {
    Scalar scalar = scalar(field);
    if (scalar == null) {
      return Optional.empty();
    }
    Optional<ByteString> bytes = Scalars.bytes(scalar);
    if (bytes.isEmpty()) {
      wrong(field, scalar, "base64");
    }
    return bytes;
  }

  private <T> ImmutableSortedMap<String, T> scalarMap(String field, ItemReader<T> reader) {
    Mapping child = child(field);
    if (child == null || child.entries().isEmpty()) {
      return ImmutableSortedMap.of();
    }
    ImmutableSortedMap.Builder<String, T> map = ImmutableSortedMap.naturalOrder();
    for (Entry entry : child.entries()) {
      FieldPath step = path.key(field, entry.key());
      if (entry.value() instanceof Scalar scalar) {
        map.put(entry.key(), reader.read(scalar, step));
      } else {
        wrong(step, entry.value(), "a string");
      }
    }
    return map.buildOrThrow();
  }

  <T> ImmutableSortedMap<String, T> map(String field, Function<ObjectReader, T> decoder) {
    Mapping child = child(field);
    if (child == null) {
      return ImmutableSortedMap.of();
    }
    ImmutableSortedMap.Builder<String, T> map = ImmutableSortedMap.naturalOrder();
    for (Entry entry : child.entries()) {
      if (entry.value() instanceof Mapping value) {
        map.put(entry.key(), read(value, path.key(field, entry.key()), decoder));
      } else {
        wrong(path.key(field, entry.key()), entry.value(), "a mapping");
      }
    }
    return map.buildOrThrow();
  }

  /** Any JSON object, Envoy's configuration for example. */
  Optional<Struct> struct(String field) {
    Mapping child = child(field);
    return child == null ? Optional.empty() : Optional.of(Structs.struct(child));
  }

  /**
   * Which of several fields that exclude each other is there, or the empty string; more than one is
   * an error. All of them count as asked for.
   */
  String oneOf(String... fields) {
    String found = "";
    for (String field : fields) {
      if (lookUp(field) == null) {
        continue;
      }
      if (!found.isEmpty()) {
        error(
            DiagnosticCode.INVALID_VALUE,
            field,
            "excludes " + found + "; keep one of " + String.join(", ", fields));
      } else {
        found = field;
      }
    }
    return found;
  }

  boolean has(String field) {
    return peek(field) != null;
  }

  /** The one of two spellings that is there; some fields' old ones live on in the CRDs. */
  String spelling(String field, String old) {
    lookUp(old);
    return peek(field) == null && peek(old) != null ? old : field;
  }

  /** Accepts a field without reading it. */
  void ignore(String... fields) {
    for (String field : fields) {
      lookUp(field);
    }
  }

  /** Accepts all fields that nobody asked for. */
  void ignoreRest() {
    Arrays.fill(asked, true);
  }

  /** Reports an error at one of this mapping's fields. */
  void error(DiagnosticCode code, String field, String message) {
    ConfigTree value = peek(field);
    log.error(code, value == null ? mapping : value, path.field(field).toString(), message);
  }

  private <T> T read(Mapping child, FieldPath childPath, Function<ObjectReader, T> decoder) {
    ObjectReader reader = new ObjectReader(log, child, childPath, names, null);
    T value = decoder.apply(reader);
    reader.close(decoder);
    return value;
  }

  /** Reports the fields that nobody asked for. {@code decoder} is what read this mapping. */
  void close(Function<ObjectReader, ?> decoder) {
    if (names == FieldNames.OPEN) {
      return;
    }
    for (int i = 0; i < asked.length && !log.isFull(); i++) {
      if (!asked[i]) {
        unknown(mapping.entries().get(i), decoder);
      }
    }
  }

  /** Only on a mistake, the decoder is run once more on nothing, to hear what it asks for. */
  private void unknown(Entry entry, Function<ObjectReader, ?> decoder) {
    Set<String> known = new TreeSet<>();
    var _ = decoder.apply(ofNothing(known));
    String advice =
        SimilarField.of(entry.key(), known)
            .map("did you mean \"%s\"?"::formatted)
            .orElse("it is ignored");
    log.unknownField(
        entry, path.field(entry.key()).toString(), "the API has no such field; " + advice);
  }

  private static <T> T absent(Function<ObjectReader, T> decoder) {
    return decoder.apply(ofNothing(null));
  }

  private String text(Scalar scalar, FieldPath step) {
    if (scalar.type() != Scalar.Type.STRING && !scalar.isNull()) {
      wrong(step, scalar, "a string (put it in quotes)");
    }
    return scalar.text();
  }

  private String text(Scalar scalar, FieldPath at, String field) {
    return scalar.type() == Scalar.Type.STRING ? scalar.text() : text(scalar, at.field(field));
  }

  private Optional<Long> ranged(String field, long least, long most) {
    Scalar scalar = scalar(field);
    if (scalar == null) {
      return Optional.empty();
    }
    Optional<Long> value = Scalars.integer(scalar);
    if (value.isEmpty()) {
      wrong(field, scalar, "a whole number");
      return Optional.empty();
    }
    if (value.get() < least || value.get() > most) {
      wrong(field, scalar, "a number from " + least + " to " + most);
      return Optional.empty();
    }
    return value;
  }

  private int unsigned(Scalar scalar, FieldPath step) {
    Optional<Long> value =
        Scalars.integer(scalar).filter(number -> number >= 0 && number <= Integer.MAX_VALUE);
    if (value.isEmpty()) {
      wrong(step, scalar, "a whole number that is not negative");
    }
    return value.orElse(0L).intValue();
  }

  private @Nullable Scalar scalar(String field) {
    ConfigTree value = lookUp(field);
    if (value == null || value instanceof Scalar) {
      return (Scalar) value;
    }
    wrong(field, value, "a single value");
    return null;
  }

  private @Nullable Sequence sequence(String field, String expected) {
    ConfigTree value = lookUp(field);
    if (value == null || value instanceof Sequence) {
      return (Sequence) value;
    }
    wrong(field, value, expected);
    return null;
  }

  private @Nullable Mapping child(String field) {
    ConfigTree value = lookUp(field);
    if (value == null || value instanceof Mapping) {
      return (Mapping) value;
    }
    wrong(field, value, "a mapping");
    return null;
  }

  /** The value, marked as asked for. An explicit null is an absent field. */
  private @Nullable ConfigTree lookUp(String field) {
    int index = indexOf(field);
    if (index < 0) {
      return null;
    }
    asked[index] = true;
    ConfigTree value = mapping.entries().get(index).value();
    return value instanceof Scalar scalar && scalar.isNull() ? null : value;
  }

  private @Nullable ConfigTree peek(String field) {
    int index = indexOf(field);
    ConfigTree value = index < 0 ? null : mapping.entries().get(index).value();
    return value instanceof Scalar scalar && scalar.isNull() ? null : value;
  }

  private int indexOf(String field) {
    if (vocabulary != null) {
      vocabulary.add(field);
    }
    int index = mapping.indexOf(field);
    if (index >= 0 || names != FieldNames.CAMEL_OR_SNAKE) {
      return index;
    }
    return mapping.indexOf(
        CaseFormat.LOWER_CAMEL.to(CaseFormat.LOWER_UNDERSCORE, field).toLowerCase(Locale.ROOT));
  }

  private void missing(String field) {
    log.error(DiagnosticCode.MISSING_FIELD, mapping, path.field(field).toString(), "is required");
  }

  private void wrong(String field, ConfigTree value, String expected) {
    wrong(path.field(field), value, expected);
  }

  private void wrong(FieldPath at, ConfigTree value, String expected) {
    log.error(
        DiagnosticCode.INVALID_VALUE,
        value,
        at.toString(),
        "takes " + expected + ", not " + log.quote(value));
  }
}
