package io.meltemi.translator.proxy;

import com.google.common.collect.ImmutableSortedMap;
import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.ListValue;
import com.google.protobuf.Value;
import com.google.protobuf.util.JsonFormat;
import java.util.Map;
import java.util.TreeMap;

/** The metadata {@code POD_PORTS}: {@code [{"name":"http","containerPort":8080}]} in a string. */
final class PodPorts {

  private PodPorts() {}

  /** Named ports; none when the text is not what it should be, since any client may send it. */
  static ImmutableSortedMap<String, Integer> parse(String json) {
    if (json.isEmpty()) {
      return ImmutableSortedMap.of();
    }
    ListValue.Builder list = ListValue.newBuilder();
    try {
      JsonFormat.parser().merge(json, list);
    } catch (InvalidProtocolBufferException _) {
      return ImmutableSortedMap.of();
    }
    Map<String, Integer> ports = new TreeMap<>();
    for (Value port : list.getValuesList()) {
      Map<String, Value> fields = port.getStructValue().getFieldsMap();
      Value none = Value.getDefaultInstance();
      String name = fields.getOrDefault("name", none).getStringValue();
      double number = fields.getOrDefault("containerPort", none).getNumberValue();
      if (!name.isEmpty() && number >= 1 && number <= 65535) {
        ports.putIfAbsent(name, (int) number);
      }
    }
    return ImmutableSortedMap.copyOf(ports);
  }
}
