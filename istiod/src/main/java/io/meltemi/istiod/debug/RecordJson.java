package io.meltemi.istiod.debug;

import com.fasterxml.jackson.core.JsonGenerator;
import java.io.IOException;
import java.lang.reflect.RecordComponent;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;

/**
 * User objects as they were understood: the components of records, which are named as Istio's
 * fields, without those that say nothing. Only people and reports read this; nothing is read back.
 */
final class RecordJson {

  private RecordJson() {}

  static void write(JsonGenerator json, Object value) throws IOException {
    switch (value) {
      case Optional<?> optional when optional.isPresent() -> write(json, optional.get());
      case Optional<?> _ -> json.writeNull();
      case Record record -> record(json, record);
      case Map<?, ?> map -> map(json, map);
      case Iterable<?> list -> list(json, list);
      case Boolean flag -> json.writeBoolean(flag);
      case Integer number -> json.writeNumber(number);
      case Long number -> json.writeNumber(number);
      case Double number -> json.writeNumber(number);
      case Duration time -> json.writeString(seconds(time));
      default -> json.writeString(value.toString());
    }
  }

  /** As Istio writes durations: {@code 1.5s}. */
  private static String seconds(Duration time) {
    String number = BigDecimal.valueOf(time.toNanos(), 9).stripTrailingZeros().toPlainString();
    return number + "s";
  }

  private static void record(JsonGenerator json, Record record) throws IOException {
    json.writeStartObject();
    for (RecordComponent component : record.getClass().getRecordComponents()) {
      Object value = component(record, component);
      if (!saysNothing(value)) {
        json.writeFieldName(component.getName());
        write(json, value);
      }
    }
    json.writeEndObject();
  }

  private static Object component(Record record, RecordComponent component) throws IOException {
    try {
      component.getAccessor().setAccessible(true);
      return component.getAccessor().invoke(record);
    } catch (ReflectiveOperationException e) {
      throw new IOException("a component that cannot be read: " + component, e);
    }
  }

  private static boolean saysNothing(Object value) {
    return switch (value) {
      case Optional<?> optional -> optional.isEmpty();
      case Map<?, ?> map -> map.isEmpty();
      case Iterable<?> list -> !list.iterator().hasNext();
      case String text -> text.isEmpty();
      default -> false;
    };
  }

  private static void map(JsonGenerator json, Map<?, ?> map) throws IOException {
    json.writeStartObject();
    for (Map.Entry<?, ?> entry : map.entrySet()) {
      json.writeFieldName(String.valueOf(entry.getKey()));
      write(json, entry.getValue());
    }
    json.writeEndObject();
  }

  private static void list(JsonGenerator json, Iterable<?> list) throws IOException {
    json.writeStartArray();
    for (Object each : list) {
      write(json, each);
    }
    json.writeEndArray();
  }
}
