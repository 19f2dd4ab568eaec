package io.meltemi.webhook.review;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.google.protobuf.ByteString;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Base64;

/** Reads and writes the JSON of reviews, within limits. */
public final class AdmissionReviews {

  /** Deeper than any object of Kubernetes' or ours. */
  private static final int MAX_DEPTH = 200;

  /** Warnings that are longer are cut by API servers, and in sum dropped. */
  private static final int MAX_WARNING = 250;

  private static final int MOST_WARNINGS = 15;

  private static final ObjectMapper JSON =
      new ObjectMapper(
              JsonFactory.builder()
                  .streamReadConstraints(
                      StreamReadConstraints.builder().maxNestingDepth(MAX_DEPTH).build())
                  .build())
          .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS);

  private AdmissionReviews() {}

  /**
   * Reads one review.
   *
   * @throws MalformedReview if it is none, or is deeper than any object is
   */
  public static AdmissionRequest read(ByteString body) throws MalformedReview {
    JsonNode root;
    try {
      root = JSON.readTree(body.newInput());
    } catch (JsonProcessingException e) {
      throw new MalformedReview(e.getOriginalMessage());
    } catch (IOException e) {
      throw new UncheckedIOException("an array cannot fail to be read", e);
    }
    String apiVersion = root.path("apiVersion").asText();
    JsonNode request = root.path("request");
    if (!root.path("kind").asText().equals("AdmissionReview")
        || !(apiVersion.equals("admission.k8s.io/v1")
            || apiVersion.equals("admission.k8s.io/v1beta1"))) {
      throw new MalformedReview("not an AdmissionReview of admission.k8s.io/v1");
    }
    if (!request.path("uid").isTextual()) {
      throw new MalformedReview("the review has no request with a uid");
    }
    return new AdmissionRequest(
        apiVersion,
        request.path("uid").asText(),
        request.path("namespace").asText(),
        request.path("operation").asText(),
        present(request.path("object")),
        present(request.path("oldObject")));
  }

  private static JsonNode present(JsonNode object) {
    return object.isNull() ? com.fasterxml.jackson.databind.node.MissingNode.getInstance() : object;
  }

  public static ByteString write(AdmissionRequest request, AdmissionAnswer answer) {
    ObjectNode review = JSON.createObjectNode();
    review.put("kind", "AdmissionReview").put("apiVersion", request.apiVersion());
    ObjectNode response = review.putObject("response").put("uid", request.uid());
    switch (answer) {
      case AdmissionAnswer.Allowed allowed -> {
        response.put("allowed", true);
        allowed
            .patch()
            .ifPresent(patch -> response.put("patchType", "JSONPatch").put("patch", base64(patch)));
      }
      case AdmissionAnswer.Denied denied -> {
        response.put("allowed", false);
        response
            .putObject("status")
            .put("status", "Failure")
            .put("reason", "Invalid")
            .put("code", 422)
            .put("message", denied.message());
      }
    }
    if (!answer.warnings().isEmpty()) {
      ArrayNode warnings = response.putArray("warnings");
      answer.warnings().stream()
          .limit(MOST_WARNINGS)
          .map(AdmissionReviews::cut)
          .forEach(warnings::add);
    }
    return ByteString.copyFromUtf8(review.toString());
  }

  private static String base64(JsonNode patch) {
    return Base64.getEncoder().encodeToString(patch.toString().getBytes(StandardCharsets.UTF_8));
  }

  private static String cut(String warning) {
    return warning.length() <= MAX_WARNING ? warning : warning.substring(0, MAX_WARNING - 1) + "…";
  }
}
