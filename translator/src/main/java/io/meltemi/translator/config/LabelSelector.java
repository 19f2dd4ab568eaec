package io.meltemi.translator.config;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableSortedMap;
import java.util.Map;

/** Kubernetes' label selector. An empty one selects everything. */
public record LabelSelector(
    ImmutableSortedMap<String, String> matchLabels, ImmutableList<Requirement> matchExpressions) {

  /** One expression. {@code values} is empty for {@code EXISTS} and {@code DOES_NOT_EXIST}. */
  public record Requirement(String key, Operator operator, ImmutableList<String> values) {

    boolean accepts(Map<String, String> labels) {
      String value = labels.get(key);
      return switch (operator) {
        case IN -> value != null && values.contains(value);
        case NOT_IN -> value == null || !values.contains(value);
        case EXISTS -> value != null;
        case DOES_NOT_EXIST -> value == null;
      };
    }
  }

  /** Spelt {@code In}, {@code NotIn}, {@code Exists} and {@code DoesNotExist} by users. */
  public enum Operator {
    IN,
    NOT_IN,
    EXISTS,
    DOES_NOT_EXIST
  }

  public boolean selects(Map<String, String> labels) {
    return labels.entrySet().containsAll(matchLabels.entrySet())
        && matchExpressions.stream().allMatch(requirement -> requirement.accepts(labels));
  }
}
