package io.meltemi.webhook.validate;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.google.common.collect.ImmutableList;
import io.meltemi.translator.config.decode.ConfigReader;
import io.meltemi.translator.config.decode.ConfigTree;
import io.meltemi.translator.config.decode.Decoded;
import io.meltemi.translator.config.decode.Document;
import io.meltemi.translator.diagnostic.ConfigKey;
import io.meltemi.translator.diagnostic.Diagnostic;
import io.meltemi.translator.diagnostic.Severity;
import io.meltemi.webhook.review.AdmissionAnswer;
import io.meltemi.webhook.review.AdmissionRequest;
import java.util.Optional;
import java.util.stream.Collectors;

/** Answers whether an object of ours may be stored. */
public final class Validator {

  /** An object with it is refused whatever it says: so one finds out whether validation works. */
  public static final String ALWAYS_REJECT = "internal.istio.io/webhook-always-reject";

  private static final ObjectMapper JSON = new ObjectMapper();

  private Validator() {}

  public static AdmissionAnswer validate(AdmissionRequest request) {
    JsonNode object = request.object();
    if (object.isMissingNode()) {
      return AdmissionAnswer.Allowed.UNCHANGED;
    }
    if (object.path("metadata").path("annotations").path(ALWAYS_REJECT).asText().equals("true")) {
      return new AdmissionAnswer.Denied(
          "its annotation " + ALWAYS_REJECT + " asks for it to be refused", ImmutableList.of());
    }
    Decoded<?> decoded =
        ConfigReader.read(
            Document.ofSource("", ConfigTree.of(JSON.convertValue(object, Object.class))));
    ImmutableList<String> warnings = said(decoded, false);
    return switch (decoded) {
      case Decoded.Accepted<?> _ -> new AdmissionAnswer.Allowed(warnings, Optional.empty());
      case Decoded.Skipped<?> _ -> AdmissionAnswer.Allowed.UNCHANGED;
      case Decoded.Rejected<?> _ -> refused(request, decoded, warnings);
    };
  }

  private static AdmissionAnswer refused(
      AdmissionRequest request, Decoded<?> decoded, ImmutableList<String> warnings) {
    ImmutableList<String> errors = said(decoded, true);
    if (isNoMoreThanBefore(request)) {
      return new AdmissionAnswer.Allowed(
          ImmutableList.<String>builder().addAll(errors).addAll(warnings).build(),
          Optional.empty());
    }
    String message = errors.stream().collect(Collectors.joining("; "));
    return new AdmissionAnswer.Denied(
        named(decoded) + (message.isEmpty() ? "it cannot be read" : message), warnings);
  }

  /**
   * {@code VirtualService default/reviews: }, for of what is applied together kubectl names none.
   */
  private static String named(Decoded<?> decoded) {
    return decoded.diagnostics().stream()
        .map(Diagnostic::object)
        .filter(object -> !object.equals(ConfigKey.NONE))
        .findFirst()
        .map(object -> object + ": ")
        .orElse("");
  }

  /**
   * What was there before validation was must not be kept from being labelled, or from going: its
   * finalizers are removed by an update.
   */
  private static boolean isNoMoreThanBefore(AdmissionRequest request) {
    return request.object().path("metadata").has("deletionTimestamp")
        || (!request.oldObject().isMissingNode()
            && request.object().path("spec").equals(request.oldObject().path("spec")));
  }

  /** {@code spec.http[0].timeout: …}; infos, such as about the state of an unused field, not. */
  private static ImmutableList<String> said(Decoded<?> decoded, boolean errors) {
    return decoded.diagnostics().stream()
        .filter(diagnostic -> errors == (diagnostic.severity() == Severity.ERROR))
        .filter(diagnostic -> diagnostic.severity() != Severity.INFO)
        .map(Validator::sentence)
        .collect(ImmutableList.toImmutableList());
  }

  private static String sentence(Diagnostic diagnostic) {
    return (diagnostic.field().isEmpty() ? "" : diagnostic.field() + ": ")
        + diagnostic.message()
        + " ["
        + diagnostic.code().title()
        + "]";
  }
}
