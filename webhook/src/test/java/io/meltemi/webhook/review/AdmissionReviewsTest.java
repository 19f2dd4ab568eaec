package io.meltemi.webhook.review;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.google.common.collect.ImmutableList;
import com.google.protobuf.ByteString;
import java.util.Base64;
import java.util.Collections;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class AdmissionReviewsTest {

  private static final ObjectMapper JSON = new ObjectMapper();

  @Test
  void aReviewIsRead() throws Exception {
    AdmissionRequest request =
        AdmissionReviews.read(
            ByteString.copyFromUtf8(
                """
                {"kind": "AdmissionReview", "apiVersion": "admission.k8s.io/v1", "request":
                  {"uid": "u1", "namespace": "shop", "operation": "CREATE",
                   "object": {"kind": "Pod"}, "oldObject": null, "dryRun": true}}
                """));
    assertThat(request.uid()).isEqualTo("u1");
    assertThat(request.namespace()).isEqualTo("shop");
    assertThat(request.object().path("kind").asText()).isEqualTo("Pod");
    assertThat(request.oldObject().isMissingNode()).isTrue();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "null",
        "[]",
        "{",
        "not json",
        "{\"kind\": \"AdmissionReview\"}",
        "{\"kind\": \"AdmissionReview\", \"apiVersion\": \"v1\", \"request\": {\"uid\": \"u\"}}",
        "{\"kind\": \"AdmissionReview\", \"apiVersion\": \"admission.k8s.io/v1\"}",
        "{\"kind\": \"AdmissionReview\", \"apiVersion\": \"admission.k8s.io/v1\", \"request\":"
            + " {\"uid\": 1}}",
        "{} {}"
      })
  void whatIsNoReviewIsRefused(String body) {
    assertThatThrownBy(() -> AdmissionReviews.read(ByteString.copyFromUtf8(body)))
        .isInstanceOf(MalformedReview.class);
  }

  @ParameterizedTest
  @ValueSource(strings = {"[", "{\"a\":"})
  void nestingIsLimited(String open) {
    ByteString deep = ByteString.copyFromUtf8(open.repeat(100_000));
    assertThatThrownBy(() -> AdmissionReviews.read(deep))
        .isInstanceOf(MalformedReview.class)
        .hasMessageContaining("depth");
  }

  @Test
  void aPatchIsWrittenAsBase64() throws Exception {
    JsonNode patch = JSON.readTree("[{\"op\": \"add\", \"path\": \"/a\", \"value\": 1}]");
    JsonNode response =
        written(new AdmissionAnswer.Allowed(ImmutableList.of("careful"), Optional.of(patch)));
    assertThat(response.path("uid").asText()).isEqualTo("u1");
    assertThat(response.path("allowed").asBoolean()).isTrue();
    assertThat(response.path("patchType").asText()).isEqualTo("JSONPatch");
    assertThat(JSON.readTree(Base64.getDecoder().decode(response.path("patch").asText())))
        .isEqualTo(patch);
    assertThat(response.path("warnings").get(0).asText()).isEqualTo("careful");
  }

  @Test
  void aRefusalSaysWhy() throws Exception {
    JsonNode response = written(new AdmissionAnswer.Denied("because", ImmutableList.of()));
    assertThat(response.path("allowed").asBoolean()).isFalse();
    assertThat(response.path("status").path("message").asText()).isEqualTo("because");
  }

  @Test
  void warningsAreAsManyAndAsLongAsApiServersShow() throws Exception {
    ImmutableList<String> many = ImmutableList.copyOf(Collections.nCopies(50, "x".repeat(1000)));
    JsonNode warnings =
        written(new AdmissionAnswer.Allowed(many, Optional.empty())).path("warnings");
    assertThat(warnings).hasSizeLessThanOrEqualTo(15);
    assertThat(warnings.get(0).asText()).hasSizeLessThanOrEqualTo(256);
  }

  private static JsonNode written(AdmissionAnswer answer) throws Exception {
    JsonNode none = JSON.createObjectNode();
    AdmissionRequest request =
        new AdmissionRequest("admission.k8s.io/v1", "u1", "shop", "CREATE", none, none);
    JsonNode review = JSON.readTree(AdmissionReviews.write(request, answer).toStringUtf8());
    assertThat(review.path("kind").asText()).isEqualTo("AdmissionReview");
    assertThat(review.path("apiVersion").asText()).isEqualTo("admission.k8s.io/v1");
    return review.path("response");
  }
}
