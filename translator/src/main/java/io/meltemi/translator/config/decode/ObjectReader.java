package io.meltemi.translator.config.decode;

import com.google.common.collect.ImmutableList;
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
import java.util.Optional;
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
final class ObjectReader extends ScalarReader {

  private ObjectReader(
      DecodeLog log, Mapping mapping, FieldPath path, FieldNames names, @Nullable Sketch sketch) {
    super(log, mapping, path, names, sketch);
  }

  static ObjectReader of(DecodeLog log, Mapping root, FieldNames names) {
    return new ObjectReader(log, root, FieldPath.ROOT, names, null);
  }

  /** A reader of nothing, whose complaints nobody hears. */
  static ObjectReader ofNothing(@Nullable Sketch sketch) {
    DecodeLog nowhere = new DecodeLog(new Document("", 1, Mapping.EMPTY), ConfigKey.NONE);
    return new ObjectReader(nowhere, Mapping.EMPTY, FieldPath.ROOT, FieldNames.OPEN, sketch);
  }

  ImmutableList<String> strings(String field) {
    if (sketch != null) {
      sketch.field(field, new ValueShape.Items(Sketch.TEXT));
    }
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
    if (sketch != null) {
      sketch.field(field, new ValueShape.Items(Sketch.UNSIGNED));
    }
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
    if (sketch != null) {
      sketch.nested(field, ValueShape.Items::new, decoder);
    }
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

  <T> Optional<T> object(String field, Function<ObjectReader, T> decoder) {
    if (sketch != null) {
      sketch.nested(field, Function.identity(), decoder);
    }
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
    if (sketch != null) {
      sketch.field(field, new ValueShape.Entries(Sketch.TEXT));
    }
    return scalarMap(field, this::text);
  }

  ImmutableSortedMap<String, Integer> unsignedMap(String field) {
    if (sketch != null) {
      sketch.field(field, new ValueShape.Entries(Sketch.UNSIGNED));
    }
    return scalarMap(field, this::unsigned);
  }

  /** A map of base64 texts. */
  ImmutableSortedMap<String, ByteString> bytesMap(String field) {
    if (sketch != null) {
      sketch.field(field, new ValueShape.Entries(Sketch.BINARY));
    }
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
    if (sketch != null) {
      sketch.nested(field, ValueShape.Entries::new, decoder);
    }
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
    if (sketch != null) {
      sketch.field(field, Sketch.ANYTHING);
    }
    Mapping child = child(field);
    return child == null ? Optional.empty() : Optional.of(Structs.struct(child));
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
    String advice =
        SimilarField.of(entry.key(), new TreeSet<>(Sketch.names(decoder)))
            .map("did you mean \"%s\"?"::formatted)
            .orElse(log.isStrict() ? "remove it" : "it is ignored");
    log.unknownField(
        entry, path.field(entry.key()).toString(), "the API has no such field; " + advice);
  }

  private static <T> T absent(Function<ObjectReader, T> decoder) {
    return decoder.apply(ofNothing(null));
  }
}
