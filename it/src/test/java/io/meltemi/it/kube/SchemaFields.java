package io.meltemi.it.kube;

import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** The fields of a structural schema, as paths without indices: {@code spec.http.match.uri}. */
final class SchemaFields {

  private SchemaFields() {}

  /** Of the spec, in one version of a CustomResourceDefinition. */
  static Map<String, Object> ofSpec(Map<String, Object> version) {
    Map<String, Object> schema =
        YamlFile.mapping(YamlFile.mapping(version.get("schema")).get("openAPIV3Schema"));
    return YamlFile.mapping(YamlFile.mapping(schema.get("properties")).get("spec"));
  }

  static Set<String> all(Map<String, Object> schema) {
    Set<String> fields = new TreeSet<>();
    all(schema, "spec", fields);
    return fields;
  }

  private static void all(Map<String, Object> schema, String path, Set<String> fields) {
    properties(schema)
        .forEach(
            (name, field) -> {
              fields.add(path + "." + name);
              all(YamlFile.mapping(field), path + "." + name, fields);
            });
    if (schema.get("items") != null) {
      all(YamlFile.mapping(schema.get("items")), path, fields);
    }
    if (schema.get("additionalProperties") instanceof Map<?, ?> values) {
      all(YamlFile.mapping(values), path + ".*", fields);
    }
  }

  /** Those that a value has. */
  static Set<String> used(Map<String, Object> schema, @Nullable Object value) {
    Set<String> fields = new TreeSet<>();
    used(schema, value, "spec", fields);
    return fields;
  }

  private static void used(
      Map<String, Object> schema, @Nullable Object value, String path, Set<String> fields) {
    if (value instanceof List<?> items && schema.get("items") != null) {
      items.forEach(item -> used(YamlFile.mapping(schema.get("items")), item, path, fields));
    } else if (value instanceof Map<?, ?> entries) {
      Map<String, Object> properties = properties(schema);
      entries.forEach(
          (name, inside) -> {
            Object field = properties.get(String.valueOf(name));
            if (field != null) {
              fields.add(path + "." + name);
              used(YamlFile.mapping(field), inside, path + "." + name, fields);
            } else if (schema.get("additionalProperties") instanceof Map<?, ?> values) {
              used(YamlFile.mapping(values), inside, path + ".*", fields);
            }
          });
    }
  }

  private static Map<String, Object> properties(Map<String, Object> schema) {
    return YamlFile.mapping(schema.getOrDefault("properties", Map.of()));
  }
}
