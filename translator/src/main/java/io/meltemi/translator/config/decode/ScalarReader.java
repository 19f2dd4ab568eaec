package io.meltemi.translator.config.decode;

import com.google.common.collect.ImmutableMap;
import com.google.protobuf.ByteString;
import io.meltemi.translator.config.decode.ConfigTree.Mapping;
import io.meltemi.translator.config.decode.ConfigTree.Scalar;
import io.meltemi.translator.diagnostic.FieldPath;
import java.time.Duration;
import java.util.Arrays;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The single values of a mapping, in the types of protobuf's JSON mapping. */
abstract sealed class ScalarReader extends MappingCursor permits ObjectReader {

  ScalarReader(
      DecodeLog log, Mapping mapping, FieldPath path, FieldNames names, @Nullable Sketch sketch) {
    super(log, mapping, path, names, sketch);
  }

  /** A text, or the empty string. */
  String string(String field) {
    sketch(field, Sketch.TEXT);
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
    sketch(field, Sketch.TEXT);
    Scalar scalar = scalar(field);
    return scalar == null ? Optional.empty() : Optional.of(text(scalar, path, field));
  }

  boolean bool(String field) {
    return flag(field).orElse(false);
  }

  Optional<Boolean> optionalBool(String field) {
    Optional<Boolean> value = flag(field);
    sketchNullable(field);
    return value;
  }

  private Optional<Boolean> flag(String field) {
    sketch(field, Sketch.FLAG);
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
    sketch(field, Sketch.INTEGER);
    return ranged(field, Integer.MIN_VALUE, Integer.MAX_VALUE).map(Long::intValue).orElse(0);
  }

  Optional<Integer> optionalInteger(String field) {
    sketch(field, Sketch.INTEGER);
    sketchNullable(field);
    return ranged(field, Integer.MIN_VALUE, Integer.MAX_VALUE).map(Long::intValue);
  }

  /** A number that is not negative, or 0. */
  int unsigned(String field) {
    return unsignedOrAbsent(field).orElse(0);
  }

  Optional<Integer> optionalUnsigned(String field) {
    Optional<Integer> value = unsignedOrAbsent(field);
    sketchNullable(field);
    return value;
  }

  private Optional<Integer> unsignedOrAbsent(String field) {
    sketch(field, Sketch.UNSIGNED);
    return ranged(field, 0, Integer.MAX_VALUE).map(Long::intValue);
  }

  int requiredUnsigned(String field) {
    Optional<Integer> value = unsignedOrAbsent(field);
    if (value.isEmpty() && peek(field) == null) {
      missing(field);
    }
    return value.orElse(0);
  }

  /** A 64-bit number that is not negative, or 0. */
  long unsignedLong(String field) {
    sketch(field, Sketch.UNSIGNED_LONG);
    return ranged(field, 0, Long.MAX_VALUE).orElse(0L);
  }

  Optional<Long> optionalLong(String field) {
    sketch(field, Sketch.LONG);
    sketchNullable(field);
    return ranged(field, Long.MIN_VALUE, Long.MAX_VALUE);
  }

  Optional<Double> optionalDouble(String field) {
    sketch(field, Sketch.DECIMAL);
    sketchNullable(field);
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
    sketch(field, Sketch.TIME);
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
    if (sketch != null) {
      sketch.choice(field, type);
    }
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
    if (sketch != null) {
      sketch.choice(field, values.keySet());
    }
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

  Optional<ByteString> bytes(String field) {
    sketch(field, Sketch.BINARY);
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

  private void sketch(String field, ValueShape shape) {
    if (sketch != null) {
      sketch.field(field, shape);
    }
  }

  private void sketchNullable(String field) {
    if (sketch != null) {
      sketch.nullable(field);
    }
  }

  String text(Scalar scalar, FieldPath step) {
    if (scalar.type() != Scalar.Type.STRING && !scalar.isNull()) {
      wrong(step, scalar, "a string (put it in quotes)");
    }
    return scalar.text();
  }

  String text(Scalar scalar, FieldPath at, String field) {
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

  int unsigned(Scalar scalar, FieldPath step) {
    Optional<Long> value =
        Scalars.integer(scalar).filter(number -> number >= 0 && number <= Integer.MAX_VALUE);
    if (value.isEmpty()) {
      wrong(step, scalar, "a whole number that is not negative");
    }
    return value.orElse(0L).intValue();
  }
}
