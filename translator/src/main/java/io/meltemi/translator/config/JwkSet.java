package io.meltemi.translator.config;

import com.google.common.collect.ImmutableList;
import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.ListValue;
import com.google.protobuf.Struct;
import com.google.protobuf.Value;
import com.google.protobuf.util.JsonFormat;
import java.util.Optional;

/**
 * The keys of a JSON web key set (RFC 7517) that Envoy can verify tokens with. Envoy refuses a
 * whole listener for a set without any, so what is of no use is left out before it gets there.
 *
 * @param json a set of the usable keys only; empty when there are none
 * @param problem what is wrong with the set as it was written, if anything is
 */
public record JwkSet(String json, Optional<String> problem) {

  private static final int LONGEST = 1 << 20;

  /** Reads a set. */
  public static JwkSet parse(String text) {
    if (text.length() > LONGEST) {
      return none("is longer than " + LONGEST + " characters");
    }
    Struct.Builder root = Struct.newBuilder();
    try {
      JsonFormat.parser().merge(text, root);
    } catch (InvalidProtocolBufferException _) {
      return none("is not a JSON object");
    }
    Value keys = root.getFieldsOrDefault("keys", Value.getDefaultInstance());
    if (keys.getKindCase() != Value.KindCase.LIST_VALUE
        || keys.getListValue().getValuesCount() == 0) {
      return none("has no list \"keys\" with a key in it");
    }
    return of(keys.getListValue().getValuesList());
  }

  private static JwkSet of(Iterable<Value> keys) {
    ImmutableList.Builder<Value> usable = ImmutableList.builder();
    Optional<String> problem = Optional.empty();
    int index = 0;
    for (Value key : keys) {
      Optional<String> found =
          key.hasStructValue() ? problem(key) : Optional.of("is not an object");
      if (found.isEmpty()) {
        usable.add(key);
      } else if (problem.isEmpty()) {
        problem = Optional.of("keys[" + index + "] " + found.get());
      }
      index++;
    }
    ImmutableList<Value> kept = usable.build();
    return kept.isEmpty() ? new JwkSet("", problem) : new JwkSet(json(kept), problem);
  }

  private static Optional<String> problem(Value key) {
    return hasOnlyNumbersOfJson(key)
        ? JwkCheck.problem(key.getStructValue())
        : Optional.of("has a number that is none, such as 1e999");
  }

  /** What is read as infinite cannot be written as JSON again. */
  private static boolean hasOnlyNumbersOfJson(Value value) {
    return switch (value.getKindCase()) {
      case NUMBER_VALUE -> Double.isFinite(value.getNumberValue());
      case STRUCT_VALUE ->
          value.getStructValue().getFieldsMap().values().stream()
              .allMatch(JwkSet::hasOnlyNumbersOfJson);
      case LIST_VALUE ->
          value.getListValue().getValuesList().stream().allMatch(JwkSet::hasOnlyNumbersOfJson);
      case STRING_VALUE, BOOL_VALUE, NULL_VALUE, KIND_NOT_SET -> true;
    };
  }

  /** Whether no token can be verified with it. */
  public boolean isEmpty() {
    return json.isEmpty();
  }

  private static String json(ImmutableList<Value> keys) {
    Struct set =
        Struct.newBuilder()
            .putFields(
                "keys",
                Value.newBuilder().setListValue(ListValue.newBuilder().addAllValues(keys)).build())
            .build();
    try {
      return JsonFormat.printer().omittingInsignificantWhitespace().sortingMapKeys().print(set);
    } catch (InvalidProtocolBufferException e) {
      throw new IllegalStateException("what was read as JSON can be printed as JSON", e);
    }
  }

  private static JwkSet none(String problem) {
    return new JwkSet("", Optional.of(problem));
  }
}
