package io.meltemi.webhook.values;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableSortedMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/**
 * A cursor over values that gives them as the types a record wants. A wrong type is noted and
 * answered with the default, so that one pass finds every mistake. A null is as good as nothing:
 * Helm writes it for a value that was taken away.
 */
final class ValueReader {

  private final JsonNode node;
  private final String path;
  private final List<String> problems;

  ValueReader(JsonNode node, String path, List<String> problems) {
    this.node = node;
    this.path = path;
    this.problems = problems;
  }

  ValueReader at(String field) {
    JsonNode child = child(field);
    if (!child.isMissingNode() && !child.isObject()) {
      wrong(field, "a mapping");
      child = MissingNode.getInstance();
    }
    return new ValueReader(child, path(field), problems);
  }

  boolean has(String field) {
    return !child(field).isMissingNode();
  }

  /** A text; numbers and booleans are taken as they are written. */
  String text(String field, String otherwise) {
    JsonNode child = child(field);
    if (child.isMissingNode()) {
      return otherwise;
    }
    return scalar(child, path(field)).orElse(otherwise);
  }

  boolean flag(String field, boolean otherwise) {
    return flag(field).orElse(otherwise);
  }

  Optional<Boolean> flag(String field) {
    JsonNode child = child(field);
    return switch (child.asText()) {
      case "true" -> Optional.of(true);
      case "false" -> Optional.of(false);
      default -> {
        if (!child.isMissingNode()) {
          wrong(field, "true or false");
        }
        yield Optional.empty();
      }
    };
  }

  /** A number that is not negative. */
  int number(String field, int otherwise) {
    JsonNode child = child(field);
    if (child.isMissingNode()) {
      return otherwise;
    }
    try {
      int number = Integer.parseInt(child.asText());
      if (number >= 0) {
        return number;
      }
    } catch (NumberFormatException _) {
      // Said below.
    }
    wrong(field, "a number that is not negative");
    return otherwise;
  }

  <T> ImmutableList<T> list(String field, Function<ValueReader, T> reader) {
    JsonNode child = child(field);
    ImmutableList.Builder<T> items = ImmutableList.builder();
    if (child.isArray()) {
      for (int i = 0; i < child.size(); i++) {
        items.add(
            reader.apply(new ValueReader(child.get(i), path(field) + "[" + i + "]", problems)));
      }
    } else if (!child.isMissingNode()) {
      wrong(field, "a list");
    }
    return items.build();
  }

  /** This value itself. */
  String self() {
    return scalar(node, path).orElse("");
  }

  ImmutableSortedMap<String, String> texts(String field) {
    ImmutableSortedMap.Builder<String, String> map = ImmutableSortedMap.naturalOrder();
    for (Map.Entry<String, JsonNode> entry : at(field).node.properties()) {
      if (!entry.getValue().isNull()) {
        scalar(entry.getValue(), path(field) + "." + entry.getKey())
            .ifPresent(text -> map.put(entry.getKey(), text));
      }
    }
    return map.buildOrThrow();
  }

  void wrong(String field, String expected) {
    problems.add(path(field) + ": " + expected + " is expected");
  }

  private Optional<String> scalar(JsonNode value, String at) {
    if (value.isValueNode()) {
      return Optional.of(value.asText());
    }
    problems.add(at + ": a text is expected");
    return Optional.empty();
  }

  private JsonNode child(String field) {
    JsonNode child = node.path(field);
    return child.isNull() ? MissingNode.getInstance() : child;
  }

  private String path(String field) {
    return path.isEmpty() ? field : path + "." + field;
  }
}
