package io.meltemi.translator.config.check;

import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.Struct;
import com.google.protobuf.Value;
import com.google.protobuf.util.JsonFormat;
import java.util.Map;
import java.util.Optional;

/**
 * The parameter of {@code %COALESCE(…)%}: a JSON object whose {@code operators} are tried one after
 * the other. Envoy 1.40 does not refuse JSON that is no object, it dies of it ({@code
 * %COALESCE(8)%}), so nothing else may get there.
 */
final class CoalesceFormat {

  private static final String FORM =
      "needs {\"operators\": [\"PROTOCOL\", {\"command\": \"REQ\", \"param\": \"x-a\"}]}";

  private CoalesceFormat() {}

  static Optional<String> objection(String json) {
    Struct.Builder read = Struct.newBuilder();
    try {
      JsonFormat.parser().merge(json, read);
    } catch (InvalidProtocolBufferException _) {
      return Optional.of(FORM);
    }
    Value operators = read.getFieldsOrDefault("operators", Value.getDefaultInstance());
    if (operators.getListValue().getValuesCount() == 0) {
      return Optional.of(FORM);
    }
    return operators.getListValue().getValuesList().stream()
        .map(CoalesceFormat::operator)
        .flatMap(Optional::stream)
        .findFirst();
  }

  private static Optional<String> operator(Value operator) {
    return switch (operator.getKindCase()) {
      case STRING_VALUE -> command(operator.getStringValue(), "", false);
      case STRUCT_VALUE -> command(operator.getStructValue().getFieldsMap());
      case NULL_VALUE, NUMBER_VALUE, BOOL_VALUE, LIST_VALUE, KIND_NOT_SET -> Optional.of(FORM);
    };
  }

  private static Optional<String> command(Map<String, Value> operator) {
    Value name = operator.getOrDefault("command", Value.getDefaultInstance());
    Value parameter = operator.getOrDefault("param", Value.newBuilder().setStringValue("").build());
    Value length =
        operator.getOrDefault("max_length", Value.newBuilder().setNumberValue(1).build());
    boolean wellFormed =
        name.hasStringValue()
            && parameter.hasStringValue()
            && length.getNumberValue() >= 1
            && length.getNumberValue() == Math.rint(length.getNumberValue());
    return wellFormed
        ? command(
            name.getStringValue(), parameter.getStringValue(), operator.containsKey("max_length"))
        : Optional.of(FORM);
  }

  private static Optional<String> command(String name, String parameters, boolean length) {
    return FormatCommands.objection(name, parameters, length)
        .map(objection -> name + ": " + objection);
  }
}
