package io.meltemi.webhook.golden;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;

/** The bootstrap among a proxy's arguments: to be looked at by itself, and not to be seen else. */
final class Bootstraps {

  private static final ObjectMapper JSON = new ObjectMapper();
  private static final String FLAG = "--config-yaml";

  private Bootstraps() {}

  static JsonNode of(JsonNode pod) {
    return Stream.of("containers", "initContainers")
        .flatMap(list -> StreamSupport.stream(pod.path("spec").path(list).spliterator(), false))
        .filter(container -> container.path("name").asText().equals("istio-proxy"))
        .map(Bootstraps::argument)
        .findFirst()
        .orElseThrow();
  }

  private static JsonNode argument(JsonNode container) {
    JsonNode arguments = container.path("args");
    for (int i = 0; i + 1 < arguments.size(); i++) {
      if (arguments.get(i).asText().equals(FLAG)) {
        try {
          return JSON.readTree(arguments.get(i + 1).asText());
        } catch (JsonProcessingException e) {
          throw new AssertionError("the bootstrap is not JSON", e);
        }
      }
    }
    throw new AssertionError("no bootstrap in " + arguments);
  }

  /** Maps, lists and scalars, with a word in the place of the bootstrap. */
  static Object elided(JsonNode node) {
    if (node.isObject()) {
      Map<String, Object> map = new LinkedHashMap<>();
      node.properties().forEach(entry -> map.put(entry.getKey(), elided(entry.getValue())));
      return map;
    }
    if (node.isArray()) {
      List<Object> list = new ArrayList<>();
      for (int i = 0; i < node.size(); i++) {
        boolean bootstrap = i > 0 && node.get(i - 1).asText().equals(FLAG);
        list.add(bootstrap ? "(bootstrap)" : elided(node.get(i)));
      }
      return list;
    }
    return JSON.convertValue(node, Object.class);
  }
}
