package io.meltemi.translator.proxy;

import com.google.common.collect.ImmutableSortedMap;
import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.Struct;
import com.google.protobuf.Value;
import com.google.protobuf.util.JsonFormat;

/** Reads values out of a node's metadata, whose writers do not agree on types. */
record NodeMetadata(Struct metadata) {

  /** A scalar as text; empty when it is not there or is not a scalar. */
  String string(String name) {
    return text(metadata.getFieldsOrDefault(name, Value.getDefaultInstance()));
  }

  /** The scalars of a struct; none when it is not there or is not a struct. */
  ImmutableSortedMap<String, String> strings(String name) {
    ImmutableSortedMap.Builder<String, String> strings = ImmutableSortedMap.naturalOrder();
    metadata
        .getFieldsOrDefault(name, Value.getDefaultInstance())
        .getStructValue()
        .getFieldsMap()
        .forEach((key, value) -> strings.put(key, text(value)));
    return strings.buildOrThrow();
  }

  /** A struct as JSON; empty when it is not there or is not a struct. */
  String json(String name) {
    Value value = metadata.getFieldsOrDefault(name, Value.getDefaultInstance());
    if (!value.hasStructValue()) {
      return "";
    }
    try {
      return JsonFormat.printer().print(value.getStructValue());
    } catch (InvalidProtocolBufferException e) {
      return ""; // a number that JSON does not have
    }
  }

  private static String text(Value value) {
    return switch (value.getKindCase()) {
      case STRING_VALUE -> value.getStringValue();
      case BOOL_VALUE -> Boolean.toString(value.getBoolValue());
      case NUMBER_VALUE -> number(value.getNumberValue());
      case NULL_VALUE, STRUCT_VALUE, LIST_VALUE, KIND_NOT_SET -> "";
    };
  }

  private static String number(double value) {
    return value == Math.rint(value) && Math.abs(value) < 1e15
        ? Long.toString((long) value)
        : Double.toString(value);
  }
}
