package io.meltemi.istiod.status;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.meltemi.istiod.watch.kube.ObjectState;
import io.meltemi.istiod.watch.kube.ObjectState.Place;
import java.time.Instant;
import java.time.temporal.ChronoUnit;

/**
 * The operations, RFC 6902, that write a verdict into an object's status. They touch our condition
 * only, and hold for the version of the object that was judged: the API server answers with a
 * conflict if there is a newer one.
 */
final class StatusPatch {

  private static final ObjectMapper JSON = new ObjectMapper();
  private static final String CONDITIONS = "/status/conditions";

  private StatusPatch() {}

  static String of(ObjectState state, Verdict verdict, Instant now) {
    ArrayNode operations = JSON.createArrayNode();
    operation(
        operations,
        "replace",
        "/metadata/resourceVersion",
        JSON.getNodeFactory().textNode(state.resourceVersion()));
    ObjectNode condition = condition(state, verdict, now);
    switch (state.place()) {
      case Place.NoStatus _ -> {
        ObjectNode status = JSON.createObjectNode();
        status.putArray("conditions").add(condition);
        operation(operations, "add", "/status", status);
      }
      case Place.NoConditions _ ->
          operation(operations, "add", CONDITIONS, JSON.createArrayNode().add(condition));
      case Place.Last _ -> operation(operations, "add", CONDITIONS + "/-", condition);
      case Place.At(int index) ->
          operation(operations, "replace", CONDITIONS + "/" + index, condition);
    }
    return operations.toString();
  }

  private static void operation(ArrayNode operations, String op, String path, JsonNode value) {
    operations.addObject().put("op", op).put("path", path).set("value", value);
  }

  private static ObjectNode condition(ObjectState state, Verdict verdict, Instant now) {
    String since =
        state
            .accepted()
            .filter(it -> it.status().equals(verdict.status()) && !it.since().isEmpty())
            .map(ObjectState.Accepted::since)
            .orElseGet(() -> now.truncatedTo(ChronoUnit.SECONDS).toString());
    return JSON.createObjectNode()
        .put("type", "Accepted")
        .put("status", verdict.status())
        .put("observedGeneration", state.generation())
        .put("lastTransitionTime", since)
        .put("reason", verdict.reason())
        .put("message", verdict.message());
  }
}
