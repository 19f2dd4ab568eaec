package io.meltemi.webhook.inject;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.zjsonpatch.DiffFlags;
import io.fabric8.zjsonpatch.JsonDiff;
import java.util.Iterator;

/** The difference between two pods as RFC 6902 says it. */
public final class PodPatch {

  private static final ObjectMapper JSON = new ObjectMapper();

  private PodPatch() {}

  /**
   * What makes {@code after} of {@code before}; an empty list if they are the same. Nothing is
   * copied from elsewhere in the pod: {@code istioctl kube-inject} asks for pods that say neither
   * their kind nor its version, and a {@code v1} of {@code /apiVersion} would not be there.
   */
  public static JsonNode between(Pod before, Pod after) {
    return JsonDiff.asJson(tree(before), tree(after), DiffFlags.dontNormalizeOpIntoMoveAndCopy());
  }

  /** A pod without what does not matter to anybody who reads or runs it. */
  static JsonNode tree(Pod pod) {
    JsonNode tree = JSON.valueToTree(pod);
    if (tree.path("metadata") instanceof ObjectNode metadata) {
      metadata.remove("managedFields");
    }
    dropEmptyTexts(tree.path("metadata"));
    return tree;
  }

  /** {@code creationTimestamp: null} and the like. */
  private static void dropEmptyTexts(JsonNode node) {
    if (node instanceof ObjectNode object) {
      Iterator<JsonNode> values = object.iterator();
      while (values.hasNext()) {
        if (values.next().isNull()) {
          values.remove();
        }
      }
    }
  }
}
