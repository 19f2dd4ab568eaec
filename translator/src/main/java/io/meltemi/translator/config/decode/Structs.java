package io.meltemi.translator.config.decode;

import com.google.protobuf.ListValue;
import com.google.protobuf.NullValue;
import com.google.protobuf.Struct;
import com.google.protobuf.Value;
import io.meltemi.translator.config.decode.ConfigTree.Mapping;
import io.meltemi.translator.config.decode.ConfigTree.Scalar;
import io.meltemi.translator.config.decode.ConfigTree.Sequence;
import java.util.Optional;

/** Trees as protobuf's {@code Struct}: what users hand through to Envoy. */
final class Structs {

  private Structs() {}

  static Struct struct(Mapping mapping) {
    Struct.Builder struct = Struct.newBuilder();
    mapping.entries().forEach(entry -> struct.putFields(entry.key(), value(entry.value())));
    return struct.build();
  }

  private static Value value(ConfigTree tree) {
    Value.Builder value = Value.newBuilder();
    return switch (tree) {
      case Mapping mapping -> value.setStructValue(struct(mapping)).build();
      case Sequence sequence -> {
        ListValue.Builder list = ListValue.newBuilder();
        sequence.items().forEach(item -> list.addValues(value(item)));
        yield value.setListValue(list).build();
      }
      case Scalar scalar -> scalar(scalar);
    };
  }

  private static Value scalar(Scalar scalar) {
    Value.Builder value = Value.newBuilder();
    return switch (scalar.type()) {
      case NULL -> value.setNullValue(NullValue.NULL_VALUE).build();
      case BOOL -> value.setBoolValue(scalar.text().equalsIgnoreCase("true")).build();
      case INT, FLOAT -> {
        Optional<Double> number = Scalars.decimal(scalar);
        yield number.isPresent()
            ? value.setNumberValue(number.get()).build()
            : value.setStringValue(scalar.text()).build();
      }
      case STRING -> value.setStringValue(scalar.text()).build();
    };
  }
}
