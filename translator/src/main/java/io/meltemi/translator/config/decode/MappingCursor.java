package io.meltemi.translator.config.decode;

import com.google.common.base.CaseFormat;
import io.meltemi.translator.config.decode.ConfigTree.Mapping;
import io.meltemi.translator.config.decode.ConfigTree.Scalar;
import io.meltemi.translator.config.decode.ConfigTree.Sequence;
import io.meltemi.translator.diagnostic.DiagnosticCode;
import io.meltemi.translator.diagnostic.FieldPath;
import java.util.Arrays;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * One mapping that is being read: which of its fields are there, which were asked for, and what is
 * wrong with them.
 */
abstract sealed class MappingCursor permits ScalarReader {

  final DecodeLog log;
  final Mapping mapping;
  final FieldPath path;
  final FieldNames names;
  final boolean[] asked;

  /** Hears what is asked for; there only when nothing is read. */
  final @Nullable Sketch sketch;

  MappingCursor(
      DecodeLog log, Mapping mapping, FieldPath path, FieldNames names, @Nullable Sketch sketch) {
    this.log = log;
    this.mapping = mapping;
    this.path = path;
    this.names = names;
    this.asked = new boolean[mapping.entries().size()];
    this.sketch = sketch;
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
    return sketch == null ? found : sketch.oneOf(fields);
  }

  boolean has(String field) {
    return peek(field) != null || sketch != null;
  }

  /** The one of two spellings that is there; some fields' old ones live on in the CRDs. */
  String spelling(String field, String old) {
    lookUp(old);
    if (sketch != null) {
      sketch.alias(field, old);
    }
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

  @Nullable Scalar scalar(String field) {
    ConfigTree value = lookUp(field);
    if (value == null || value instanceof Scalar) {
      return (Scalar) value;
    }
    wrong(field, value, "a single value");
    return null;
  }

  @Nullable Sequence sequence(String field, String expected) {
    ConfigTree value = lookUp(field);
    if (value == null || value instanceof Sequence) {
      return (Sequence) value;
    }
    wrong(field, value, expected);
    return null;
  }

  @Nullable Mapping child(String field) {
    ConfigTree value = lookUp(field);
    if (value == null || value instanceof Mapping) {
      return (Mapping) value;
    }
    wrong(field, value, "a mapping");
    return null;
  }

  /** The value, marked as asked for. An explicit null is an absent field. */
  @Nullable ConfigTree lookUp(String field) {
    int index = indexOf(field);
    if (index < 0) {
      return null;
    }
    asked[index] = true;
    ConfigTree value = mapping.entries().get(index).value();
    return value instanceof Scalar scalar && scalar.isNull() ? null : value;
  }

  @Nullable ConfigTree peek(String field) {
    int index = indexOf(field);
    ConfigTree value = index < 0 ? null : mapping.entries().get(index).value();
    return value instanceof Scalar scalar && scalar.isNull() ? null : value;
  }

  private int indexOf(String field) {
    if (sketch != null) {
      sketch.name(field);
    }
    int index = mapping.indexOf(field);
    if (index >= 0 || names != FieldNames.CAMEL_OR_SNAKE) {
      return index;
    }
    return mapping.indexOf(
        CaseFormat.LOWER_CAMEL.to(CaseFormat.LOWER_UNDERSCORE, field).toLowerCase(Locale.ROOT));
  }

  void missing(String field) {
    if (sketch != null) {
      sketch.required(field);
    }
    log.error(DiagnosticCode.MISSING_FIELD, mapping, path.field(field).toString(), "is required");
  }

  void wrong(String field, ConfigTree value, String expected) {
    wrong(path.field(field), value, expected);
  }

  void wrong(FieldPath at, ConfigTree value, String expected) {
    log.error(
        DiagnosticCode.INVALID_VALUE,
        value,
        at.toString(),
        "takes " + expected + ", not " + log.quote(value));
  }
}
