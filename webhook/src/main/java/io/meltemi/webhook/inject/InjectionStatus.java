package io.meltemi.webhook.inject;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;

/** The annotation that says what was put into a pod, as Istio's tools read it. */
final class InjectionStatus {

  private InjectionStatus() {}

  static String of(
      List<String> initContainers,
      List<String> containers,
      List<String> volumes,
      List<String> imagePullSecrets,
      String revision) {
    ObjectNode status = JsonNodeFactory.instance.objectNode();
    put(status, "initContainers", initContainers);
    put(status, "containers", containers);
    put(status, "volumes", volumes);
    put(status, "imagePullSecrets", imagePullSecrets);
    status.put("revision", revision);
    return status.toString();
  }

  private static void put(ObjectNode status, String field, List<String> names) {
    if (names.isEmpty()) {
      status.putNull(field);
      return;
    }
    ArrayNode list = status.putArray(field);
    names.forEach(list::add);
  }
}
