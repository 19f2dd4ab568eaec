package io.meltemi.translator.schema;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableMap;
import io.meltemi.translator.config.decode.ObjectShape;
import io.meltemi.translator.config.decode.ValueShape;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Says shapes in the words of Kubernetes' structural schemas. */
final class SchemaWriter {

  /**
   * What Go's {@code time.ParseDuration} reads, without a minus. A pattern rather than {@code
   * format: duration}, which also admits Scala's spellings, and rather than CEL, whose cost is
   * estimated too high in nested lists.
   */
  private static final String DURATION =
      "^\\+?(0|((\\d+\\.?\\d*|\\.\\d+)(ns|[u\u00b5\u03bc]s|ms|[smh]))+)$";

  private final Sidenotes descriptions;
  private final Sidenotes constraints;

  SchemaWriter(Sidenotes descriptions, Sidenotes constraints) {
    this.descriptions = descriptions;
    this.constraints = constraints;
  }

  /** The schema of a mapping; {@code place} names one that is not kept as a record. */
  Map<String, Object> schema(ObjectShape shape, String place) {
    String name = ShapeName.of(shape, place);
    Map<String, Object> schema = new LinkedHashMap<>();
    schema.put("type", "object");
    List<String> required = new ArrayList<>();
    Map<String, Object> properties = new LinkedHashMap<>();
    shape
        .fields()
        .forEach(
            (field, read) -> {
              properties.put(field, property(name, field, read));
              if (read.required()) {
                required.add(field);
              }
            });
    constrain(schema, name, Sidenotes.SELF);
    if (!required.isEmpty()) {
      schema.put("required", required);
    }
    exclude(schema, shape.exclusives());
    if (!properties.isEmpty()) {
      schema.put("properties", properties);
    }
    return schema;
  }

  private Map<String, Object> property(String record, String field, ObjectShape.Field read) {
    Map<String, Object> schema = new LinkedHashMap<>();
    schema.put("description", descriptions.note(record, field, ""));
    schema.putAll(value(read.shape(), record + "." + field));
    if (read.nullable()) {
      schema.put("nullable", true);
    }
    if (read.required()) {
      switch (read.shape()) {
        case ValueShape.Text _ -> schema.put("minLength", 1);
        case ValueShape.Items _ -> schema.put("minItems", 1);
        case ValueShape.Flag _,
            ValueShape.Whole _,
            ValueShape.Decimal _,
            ValueShape.Time _,
            ValueShape.Binary _,
            ValueShape.Choice _,
            ValueShape.Anything _,
            ValueShape.Entries _,
            ValueShape.Nested _ -> {}
      }
    }
    constrain(schema, record, field);
    return schema;
  }

  private Map<String, Object> value(ValueShape shape, String place) {
    return switch (shape) {
      case ValueShape.Text _ -> ImmutableMap.of("type", "string");
      case ValueShape.Flag _ -> ImmutableMap.of("type", "boolean");
      case ValueShape.Whole whole -> whole(whole);
      case ValueShape.Decimal _ -> ImmutableMap.of("type", "number", "format", "double");
      case ValueShape.Time _ -> ImmutableMap.of("type", "string", "pattern", DURATION);
      case ValueShape.Binary _ -> ImmutableMap.of("type", "string", "format", "byte");
      case ValueShape.Choice choice -> ImmutableMap.of("type", "string", "enum", choice.words());
      case ValueShape.Anything _ ->
          ImmutableMap.of("type", "object", "x-kubernetes-preserve-unknown-fields", true);
      case ValueShape.Items items ->
          ImmutableMap.of("type", "array", "items", value(items.item(), place));
      case ValueShape.Entries entries ->
          ImmutableMap.of("type", "object", "additionalProperties", value(entries.value(), place));
      case ValueShape.Nested nested -> schema(nested.shape(), place);
    };
  }

  private static Map<String, Object> whole(ValueShape.Whole whole) {
    if (whole.least() == Integer.MIN_VALUE) {
      return ImmutableMap.of("type", "integer", "format", "int32");
    }
    if (whole.least() < 0) {
      return ImmutableMap.of("type", "integer", "format", "int64");
    }
    return whole.most() == Long.MAX_VALUE
        ? ImmutableMap.of("type", "integer", "minimum", 0)
        : ImmutableMap.of("type", "integer", "minimum", 0, "maximum", whole.most());
  }

  /**
   * At most one of a group. Not CEL: its message would be better, but what it may cost is reckoned
   * from the longest list that fits a request, and our lists lie in lists.
   */
  private static void exclude(
      Map<String, Object> schema, ImmutableList<ImmutableList<String>> groups) {
    List<Map<String, Object>> all = new ArrayList<>();
    for (ImmutableList<String> group : groups) {
      List<Object> arms = new ArrayList<>();
      List<Object> members = group.stream().<Object>map(SchemaWriter::has).toList();
      arms.add(ImmutableMap.of("not", ImmutableMap.of("anyOf", members)));
      arms.addAll(members);
      all.add(ImmutableMap.of("oneOf", arms));
    }
    if (all.size() == 1) {
      schema.putAll(all.getFirst());
    } else if (!all.isEmpty()) {
      schema.put("allOf", all);
    }
  }

  private static ImmutableMap<String, Object> has(String field) {
    return ImmutableMap.of("required", ImmutableList.of(field));
  }

  /** Limits of a value, and of a list's items or a map's values under {@code items}. */
  @SuppressWarnings("unchecked")
  private void constrain(Map<String, Object> schema, String record, String field) {
    Map<String, Object> more =
        (Map<String, Object>) constraints.note(record, field, ImmutableMap.of());
    more.forEach(
        (key, limit) -> {
          if ((key.equals("items") || key.equals("additionalProperties"))
              && schema.get(key) instanceof Map<?, ?> inner) {
            Map<String, Object> both = new LinkedHashMap<>((Map<String, Object>) inner);
            both.putAll((Map<String, Object>) limit);
            schema.put(key, both);
          } else {
            schema.put(key, limit);
          }
        });
  }
}
