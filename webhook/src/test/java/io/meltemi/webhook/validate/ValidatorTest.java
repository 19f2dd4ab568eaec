package io.meltemi.webhook.validate;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.MissingNode;
import io.meltemi.webhook.review.AdmissionAnswer;
import io.meltemi.webhook.review.AdmissionRequest;
import org.junit.jupiter.api.Test;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;

final class ValidatorTest {

  private static final ObjectMapper JSON = new ObjectMapper();

  private static final String GOOD =
      """
      apiVersion: networking.istio.io/v1
      kind: VirtualService
      metadata: {name: reviews, namespace: shop}
      spec: {hosts: [reviews], http: [{route: [{destination: {host: reviews}}]}]}
      """;

  private static final String BAD =
      """
      apiVersion: networking.istio.io/v1
      kind: VirtualService
      metadata: {name: reviews, namespace: shop}
      spec:
        hosts: [reviews]
        http: [{timeout: soon, route: [{destination: {host: reviews}, weight: much}]}]
      """;

  @Test
  void whatIsAsItShouldBeIsAllowed() {
    AdmissionAnswer answer = Validator.validate(created(GOOD));
    assertThat(answer).isInstanceOf(AdmissionAnswer.Allowed.class);
    assertThat(answer.warnings()).isEmpty();
  }

  @Test
  void aRefusalNamesFieldAndReason() {
    assertThat(denied(Validator.validate(created(BAD))))
        .contains("spec.http[0].timeout", "a duration such as", "spec.http[0].route[0].weight");
  }

  @Test
  void whatIsOddIsAllowedWithAWarning() {
    AdmissionAnswer answer =
        Validator.validate(
            created(GOOD.replace("hosts: [reviews],", "hosts: [reviews], hots: 1,")));
    assertThat(answer).isInstanceOf(AdmissionAnswer.Allowed.class);
    assertThat(answer.warnings()).singleElement().asString().contains("spec.hots", "hosts");
  }

  @Test
  void anUnknownKindOfOurGroupsIsRefused() {
    assertThat(denied(Validator.validate(created(GOOD.replace("VirtualService", "VirtualSrvice")))))
        .contains("VirtualSrvice");
  }

  @Test
  void otherGroupsAreNotOurBusiness() {
    assertThat(Validator.validate(created(GOOD.replace("networking.istio.io", "example.com"))))
        .isEqualTo(AdmissionAnswer.Allowed.UNCHANGED);
  }

  @Test
  void deletionIsAlwaysAllowed() {
    assertThat(Validator.validate(request("DELETE", MissingNode.getInstance(), tree(BAD))))
        .isEqualTo(AdmissionAnswer.Allowed.UNCHANGED);
  }

  @Test
  void whoAsksToBeRefusedIs() {
    String asking =
        GOOD.replace(
            "name: reviews, namespace",
            "name: reviews, annotations: {internal.istio.io/webhook-always-reject: \"true\"},"
                + " namespace");
    assertThat(denied(Validator.validate(created(asking)))).contains("always-reject");
  }

  @Test
  void whatWasThereBeforeCanBeLabelledAndLetGo() {
    String labelled = BAD.replace("name: reviews, n", "name: reviews, labels: {a: b}, n");
    AdmissionAnswer answer = Validator.validate(request("UPDATE", tree(labelled), tree(BAD)));
    assertThat(answer).isInstanceOf(AdmissionAnswer.Allowed.class);
    assertThat(answer.warnings()).isNotEmpty();
    String going = GOOD.replace("name: reviews, n", "name: reviews, deletionTimestamp: x, n");
    assertThat(
            Validator.validate(
                request("UPDATE", tree(going.replace("[reviews]", "[]")), tree(GOOD))))
        .isInstanceOf(AdmissionAnswer.Allowed.class);
  }

  @Test
  void whatWasThereBeforeIsNotMadeAnew() {
    String other = BAD.replace("timeout: soon", "timeout: later");
    denied(Validator.validate(request("UPDATE", tree(other), tree(BAD))));
  }

  private static String denied(AdmissionAnswer answer) {
    assertThat(answer).isInstanceOf(AdmissionAnswer.Denied.class);
    return ((AdmissionAnswer.Denied) answer).message();
  }

  private static AdmissionRequest created(String yaml) {
    return request("CREATE", tree(yaml), MissingNode.getInstance());
  }

  private static AdmissionRequest request(String operation, JsonNode object, JsonNode old) {
    return new AdmissionRequest("admission.k8s.io/v1", "u", "shop", operation, object, old);
  }

  private static JsonNode tree(String yaml) {
    return JSON.valueToTree(new Load(LoadSettings.builder().build()).loadFromString(yaml));
  }
}
