package io.meltemi.webhook.inject;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.google.common.collect.ImmutableMap;
import io.fabric8.kubernetes.api.model.Container;
import java.util.Map;

/**
 * A container that the user wrote over the injected one of its name, as Kubernetes' strategic merge
 * patch does it: what the user says wins, lists with a key are merged by it, others replaced.
 */
final class ContainerMerge {

  /** Of the lists in a container, by what Kubernetes' API says of each. */
  private static final ImmutableMap<String, String> KEYS =
      ImmutableMap.of(
          "env", "name",
          "ports", "containerPort",
          "volumeMounts", "mountPath",
          "volumeDevices", "devicePath");

  private static final ObjectMapper JSON = new ObjectMapper();

  private ContainerMerge() {}

  static Container over(Container injected, Container user) {
    ObjectNode result = JSON.valueToTree(injected);
    ObjectNode overlay = JSON.valueToTree(user);
    if (overlay.path("image").asText().equals(Names.AUTO_IMAGE)) {
      overlay.remove("image");
    }
    merge(result, overlay);
    try {
      return JSON.treeToValue(result, Container.class);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("two containers do not make a third", e);
    }
  }

  private static void merge(ObjectNode into, ObjectNode overlay) {
    for (Map.Entry<String, JsonNode> field : overlay.properties()) {
      JsonNode old = into.get(field.getKey());
      String key = KEYS.get(field.getKey());
      if (old instanceof ObjectNode below && field.getValue() instanceof ObjectNode above) {
        if (isHandler(field.getKey())) {
          into.set(field.getKey(), above);
        } else {
          merge(below, above);
        }
      } else if (key != null
          && old instanceof ArrayNode items
          && field.getValue() instanceof ArrayNode more) {
        more.forEach(item -> put(items, item, key));
      } else {
        into.set(field.getKey(), field.getValue());
      }
    }
  }

  /** One of several kinds of action: two of them in one are refused. */
  private static boolean isHandler(String field) {
    return field.endsWith("Probe") || field.equals("preStop") || field.equals("postStart");
  }

  private static void put(ArrayNode items, JsonNode item, String key) {
    for (int i = 0; i < items.size(); i++) {
      if (items.get(i).path(key).equals(item.path(key))) {
        items.set(i, item);
        return;
      }
    }
    items.add(item);
  }
}
