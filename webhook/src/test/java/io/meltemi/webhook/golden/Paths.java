package io.meltemi.webhook.golden;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.TextNode;
import com.google.common.base.Splitter;

/** {@code spec/containers/istio-proxy/env/POD_NAME}: fields, and items of lists by their names. */
final class Paths {

  private Paths() {}

  static JsonNode find(JsonNode root, String path) {
    JsonNode at = root;
    for (String step : Splitter.on('/').split(path)) {
      at = at.isArray() ? item(at, step) : at.path(step.replace('~', '/'));
    }
    return at.isMissingNode() ? TextNode.valueOf("(absent)") : at;
  }

  private static JsonNode item(JsonNode list, String name) {
    for (JsonNode item : list) {
      if (item.path("name").asText().equals(name)) {
        return item;
      }
    }
    return name.chars().allMatch(Character::isDigit)
        ? list.path(Integer.parseInt(name))
        : com.fasterxml.jackson.databind.node.MissingNode.getInstance();
  }
}
